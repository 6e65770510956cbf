import type { Metadata } from 'next';
import { ExportProgress } from '@/components/training/export-progress';
import { ExportResult } from '@/components/training/export-result';
import { optionWords, statusOf } from '@/components/training/export-words';
import { BackLink } from '@/components/ui/back-link';
import { Badge } from '@/components/ui/badge';
import { defaultHabits } from '@/components/ui/format';
import { PageHeader } from '@/components/ui/page-header';
import { orNotFound, pageAccess } from '@/lib/server/page';
import { allows } from '@/lib/server/permissions';
import { getExport } from '@/lib/training/get-export';
import { FORMATS } from '@/lib/training/schema';
import { stopExport } from '../../actions';

export const metadata: Metadata = { title: 'Export of training data' };

export default async function TrainingExportPage({ params }: { params: Promise<{ workspace: string; id: string }> }) {
  const { workspace, id } = await params;
  const { scope, member } = await pageAccess(workspace, 'training.read');
  const now = new Date();
  const state = await orNotFound(getExport(scope, id, now));
  const { word, tone } = statusOf(state, now.toISOString());
  const { name, pairs } = FORMATS[state.format];
  return (
    <>
      <PageHeader
        title={`Export ${state.version}: ${name}`} back={<BackLink href={`/w/${workspace}/training/exports`} label="All exports" />}
        line={<span className="flex flex-wrap items-center gap-2"><Badge tone={tone}>{word}</Badge> by {state.actorName}: {optionWords(state.options, pairs)}</span>}
      />
      <div className="flex flex-col gap-4">
        <ExportProgress workspace={workspace} initial={state} stop={allows(scope.role, 'training.export') ? stopExport : null}>
          <ExportResult workspace={workspace} state={state} now={now.toISOString()} habits={{ ...defaultHabits, timeZone: member.workspace.timezone }} />
        </ExportProgress>
      </div>
    </>
  );
}
