import type { Metadata } from 'next';
import { RefreshWhile } from '@/components/jobs/run-controls';
import { CheckNow } from '@/components/models/check-now';
import { ModelsInUse, ModelsWaiting, registryLine } from '@/components/models/registry';
import { TrainingProgress } from '@/components/models/training-progress';
import { defaultHabits } from '@/components/ui/format';
import { PageHeader } from '@/components/ui/page-header';
import { listModels } from '@/lib/models/life/get-model';
import { pageAccess } from '@/lib/server/page';
import { allows } from '@/lib/server/permissions';
import { cancelTraining, checkModels } from './actions';

export const metadata: Metadata = { title: 'Models' };

const IDLE = 15_000;

export default async function ModelsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace: slug } = await params;
  const { scope, member } = await pageAccess(slug, 'model.read');
  const models = await listModels(scope);
  const habits = { ...defaultHabits, timeZone: member.workspace.timezone };
  const writes = allows(scope.role, 'model.write');
  const path = `/w/${slug}/models`;
  const used = models.filter(({ champion }) => champion);
  const trainable = models.filter(({ samples, openTraining }) => samples.trainable && !openTraining).map(({ model }) => model);
  const trainings = models.flatMap(({ openTraining }) => (openTraining ? [openTraining] : []));
  return (
    <>
      <PageHeader title="Models" line={registryLine(models)} actions={writes && trainable.length > 0 && <CheckNow variant="primary" workspace={slug} models={trainable} check={checkModels} />} />
      {/* Somebody else, or the schedule, may start one. */}
      <RefreshWhile active={trainings.length === 0} every={IDLE} />
      <div className="flex flex-col gap-4">
        {trainings.map((training) => <TrainingProgress key={training.id} workspace={slug} training={training} cancel={writes ? cancelTraining : null} habits={habits} />)}
        <ModelsInUse models={used} path={path} now={new Date().toISOString()} habits={habits} />
        <ModelsWaiting models={models.filter(({ champion }) => !champion)} path={path} habits={habits} />
      </div>
    </>
  );
}
