/** Looks at models: have they drifted, is there enough that is new, was it asked for? Where so, one training is made of each. */
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { countSamples } from './count-samples';
import { decideUpdate } from './decide-update';
import { lookAtDrift } from './detect-drift';
import { scheduleFor } from './get-model';
import { MODELS, type ModelName, type ModelUpdate } from './schema';
import { wasChecked } from './schedule-updates';
import { requestTraining } from './train-model';
import { openTraining, readTrainings } from './training-store';
import { trainerOf, type Trainer } from './trainers';
import { latestLearned, readVersions } from './version-store';

const DAY = 86_400_000;

/** In the words of the seed. Never inside a transaction: drift is looked for on all closed records. */
export async function checkAndUpdateModels(asked: Scope, models: readonly ModelName[], { forceRetrain }: { forceRetrain: boolean }, why: string): Promise<ModelUpdate[]> {
  const scope = seeingAll(asked);
  const done: ModelUpdate[] = [];
  for (const model of new Set(models)) done.push(await checkOne(scope, model, forceRetrain, why));
  return done;
}

async function checkOne(scope: Scope, model: ModelName, forceRetrain: boolean, why: string): Promise<ModelUpdate> {
  const now = new Date();
  const nothing = { model, drift_status: null, drift_score: null, trainingId: null };
  const trainer = trainerOf(model);
  const samples = await countSamples(scope, model);
  if (!trainer || !samples.trainable) return { ...nothing, action: 'too_little_data', sentence: samples.why ?? `${MODELS[model].label} cannot be trained yet.` };
  const open = await transaction(scope, () => openTraining(scope, model));
  if (open) return { ...nothing, action: 'already_training', trainingId: open.id, sentence: `It is being trained already, asked by ${open.actorName}: ${open.why}` };
  const drift = (await lookAtDrift(scope, model, now))?.report ?? null;
  const looked = { ...nothing, drift_status: drift?.drift_status ?? null, drift_score: drift?.drift_score ?? null };
  return transaction(scope, async () => {
    const { days, later } = await lastTrained(scope, trainer, now);
    const { train, sentence } = decideUpdate({ forceRetrain, why, drift, days, fresh: samples.fresh, freshSinceTraining: later, schedule: await scheduleFor(scope, model) });
    await wasChecked(scope, model, now);
    if (train === null) return { ...looked, action: 'none', sentence };
    const trainingId = await requestTraining(scope, model, train, train === 'asked' ? why : sentence);
    // Somebody else was faster: one runs, the other is told so.
    if (trainingId === null) return { ...looked, action: 'already_training', trainingId: (await openTraining(scope, model))?.id ?? null, sentence: 'It is being trained already: somebody else was faster.' };
    await audit(scope, { action: 'model.check', entityId: model, after: { forceRetrain, why, drift_status: looked.drift_status, drift_score: looked.drift_score, trainingId } });
    return { ...looked, action: 'training', trainingId, sentence };
  });
}

/** Days since the latest version or training that ended, and whether anything new came since. */
async function lastTrained(scope: Scope, trainer: Trainer, now: Date): Promise<{ days: number; later: boolean }> {
  const { model } = trainer;
  const [latest] = await readVersions(scope, model, { take: 1 });
  const ended = (await readTrainings(scope, model, 10)).find(({ status }) => status === 'completed');
  const last = Math.max(latest?.createdAt.getTime() ?? 0, ended ? Date.parse(ended.createdAt) : 0);
  const learned = await latestLearned(scope, model);
  const later = learned === null || (await trainer.countLater(scope, learned.windowTo)) > 0 || (await trainer.count(scope)) > learned.trainedOn;
  return { days: (now.getTime() - last) / DAY, later };
}
