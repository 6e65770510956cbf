import type { Metadata } from 'next';
import { FiguresCard } from '@/components/training/figures-card';
import { GroupsTable } from '@/components/training/groups-table';
import { ReadinessCard } from '@/components/training/readiness-card';
import { TrainingTabs } from '@/components/training/training-tabs';
import { defaultHabits, formatNumber } from '@/components/ui/format';
import { PageHeader } from '@/components/ui/page-header';
import { LearnNow } from '@/components/updates/learn-now';
import { UpdateCard } from '@/components/updates/update-card';
import { labelCurve } from '@/lib/learning/learning-curve';
import type { LearningCurve } from '@/lib/learning/schema';
import { pageAccess } from '@/lib/server/page';
import { allows } from '@/lib/server/permissions';
import { seeingAll } from '@/lib/server/scope';
import { getReadiness } from '@/lib/training/get-readiness';
import { updateProgress } from '@/lib/updates/get-progress';
import { learnNow } from './actions';

export const metadata: Metadata = { title: 'Training data' };

const points = (share: number) => `${share > 0 ? '+' : ''}${(share * 100).toFixed(1)}`;

/** What as many labels again are expected to bring, or why that is not known. */
function gainOf({ gain, why, labels, deals }: LearningCurve) {
  if (!gain) return { value: '–', sample: `${labels} labels of ${deals} deals`, compared: why ?? 'too few sizes to see a bend' };
  return { value: `${points(gain.value)} points`, interval: `${points(gain.low)} to ${points(gain.high)}`, sample: `at ${formatNumber(gain.at)} labels`, compared: 'of what is not known about which advice is good' };
}

export default async function TrainingPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const { scope, member } = await pageAccess(workspace, 'training.read');
  const habits = { ...defaultHabits, timeZone: member.workspace.timezone };
  const [readiness, progress, curve] = [await getReadiness(scope), await updateProgress(scope), await labelCurve(seeingAll(scope))];
  return (
    <>
      <PageHeader title="Training data" line={`${formatNumber(readiness.labelled, habits)} labelled ${readiness.labelled === 1 ? 'example' : 'examples'} of the whole workspace`} />
      <TrainingTabs workspace={workspace} current="readiness" />
      <div className="flex flex-col gap-4">
        <ReadinessCard readiness={readiness} habits={habits} />
        <FiguresCard readiness={readiness} gain={gainOf(curve)} habits={habits} />
        <UpdateCard progress={progress} now={new Date().toISOString()} habits={habits}>{allows(scope.role, 'learning.manage') && <LearnNow workspace={workspace} save={learnNow} />}</UpdateCard>
        <section aria-labelledby="by-group" className="flex min-w-0 flex-col gap-2">
          <h2 id="by-group" className="text-sm font-semibold">By type and prompt version</h2>
          <GroupsTable groups={readiness.groups} habits={habits} />
        </section>
      </div>
    </>
  );
}
