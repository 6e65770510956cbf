import type { Metadata } from 'next';
import { LearningSettingsForm } from '@/components/settings/learning-settings-form';
import { SettingsHeader } from '@/components/settings/settings-header';
import { Card } from '@/components/ui/card';
import { formatPercent } from '@/components/ui/format';
import { pageAccess } from '@/lib/server/page';
import { currentWorkspace } from '@/lib/workspaces/current-workspace';
import { readSettings } from '@/lib/workspaces/schema';
import { setLearningSettings } from './actions';

export const metadata: Metadata = { title: 'Learning settings' };

export default async function LearningSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace: slug } = await params;
  const { scope } = await pageAccess(slug, 'learning.manage');
  const settings = readSettings((await currentWorkspace(scope)).settings);
  const { heldOutShare } = settings;
  return (
    <>
      <SettingsHeader
        slug={slug} role={scope.role} current="learning"
        line={heldOutShare === 0 ? 'Advice is shown on every deal, so what it changes cannot be measured' : `${formatPercent(heldOutShare)} of deals are compared without advice`}
      />
      <div className="flex max-w-5xl flex-col gap-4">
        <Card title="Learning">
          <LearningSettingsForm workspace={slug} settings={settings} save={setLearningSettings} />
        </Card>
      </div>
    </>
  );
}
