import type { Metadata } from 'next';
import { ExportForm } from '@/components/training/export-form';
import { ExportsTable } from '@/components/training/exports-table';
import { TrainingTabs } from '@/components/training/training-tabs';
import { Card } from '@/components/ui/card';
import { PageHeader } from '@/components/ui/page-header';
import { pageAccess } from '@/lib/server/page';
import { allows } from '@/lib/server/permissions';
import { listExports } from '@/lib/training/get-export';
import { lookAtExport, startExport } from '../actions';

export const metadata: Metadata = { title: 'Exports of training data' };

export default async function TrainingExportsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const { scope } = await pageAccess(workspace, 'training.read');
  const now = new Date();
  const exports = await listExports(scope, now);
  const ready = exports.filter(({ status, expiresAt }) => status === 'completed' && expiresAt !== null && expiresAt > now.toISOString()).length;
  return (
    <>
      <PageHeader title="Training data" line={ready > 0 ? `${ready} ${ready === 1 ? 'export is' : 'exports are'} ready` : 'Examples as files that models are trained with'} />
      <TrainingTabs workspace={workspace} current="exports" />
      <div className="flex flex-col gap-4">
        {allows(scope.role, 'training.export')
          ? <Card title="Make an export" line="Of the whole workspace, split by deal, checked as its reader would. Kept for a week, for you and admins."><ExportForm workspace={workspace} look={lookAtExport} start={startExport} /></Card>
          : <p className="text-dense text-muted">An export holds the whole workspace, so operators and admins make them.</p>}
        <section aria-labelledby="so-far" className="flex min-w-0 flex-col gap-2">
          <h2 id="so-far" className="text-sm font-semibold">So far</h2>
          <ExportsTable workspace={workspace} rows={exports} now={now.toISOString()} />
        </section>
      </div>
    </>
  );
}
