/**
 * Training, in parts that a job's steps call. What is trained is kept with the training before it is placed, so a kill in between costs nothing and
 * placing it happens once: the version, where it goes and the end of the training are one transaction.
 */
import { z } from 'zod';
import { notify } from '@/lib/notifications/notify';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict, notFound } from '@/lib/server/errors';
import { send } from '@/lib/server/outbox';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { nothingToLose, placeVersion, type Placed } from './place-version';
import { MODELS, trainingResult, type ModelName, type Training } from './schema';
import { changeTraining, findTraining, holdTraining, insertTraining } from './training-store';
import { trainerOf, type Trained, type Trainer } from './trainers';
import { latestLearned, readAliases, readLearned, readParameters } from './version-store';

/** Somebody cancelled it, or it ended: there is nothing to go on with. */
export class TrainingEnded extends Error {}

const OPEN = ['queued', 'running'] as const;

/** Makes the one open training of a model, and its event in the same transaction; null when one is open already. */
export const requestTraining = (scope: Scope, model: ModelName, reason: Training['reason'], why: string): Promise<string | null> => transaction(scope, async () => {
  const id = await insertTraining(scope, model, reason, why);
  if (id === null) return null;
  await audit(scope, { action: 'model.ask_training', entityId: id, after: { model, reason, why } });
  await send(scope, 'model/training.requested', { trainingId: id }, id);
  return id;
});

/** Ends an open training without effect. Throws not_found, or conflict when it has ended. */
export const cancelTraining = (scope: Scope, id: string): Promise<void> => transaction(scope, async () => {
  const found = await findTraining(scope, id);
  if (!found) throw notFound('training');
  if (!(await changeTraining(scope, id, OPEN, { status: 'cancelled', finishedAt: new Date(), phase: '', checkpoint: null }))) throw conflict('This training has ended already.');
  await audit(scope, { action: 'model.cancel_training', entityId: id, before: { status: found.status }, after: { status: 'cancelled' } });
});

const championSeen = z.object({ version: z.string() }).nullable();
/** What a training keeps: when it began, the champion that it is held to, what its trainer had finished, and at last what came of it. */
const checkpoint = z.object({ now: z.number(), champion: championSeen, part: z.unknown().optional(), trained: z.unknown().optional() });
type Checkpoint = z.infer<typeof checkpoint>;

/** The champion as a trainer is told of it. */
export const championOf = (scope: Scope, model: ModelName): Promise<{ version: string; parameters: unknown; windowTo: number | null; trainedOn: number } | null> => transaction(scope, async () => {
  const champion = (await readAliases(scope, model)).find(({ alias }) => alias === 'champion');
  if (!champion) return null;
  const learned = await readLearned(scope, model, champion.version);
  return { version: champion.version, parameters: await readParameters(scope, model, champion.version), windowTo: learned?.windowTo?.getTime() ?? null, trainedOn: learned?.trainedOn ?? 0 };
});

/** Begins, or goes on where it was cut off. Throws TrainingEnded. */
export const beginTraining = (asked: Scope, id: string): Promise<{ model: ModelName }> => {
  const scope = seeingAll(asked);
  return transaction(scope, async () => {
    const row = await findTraining(scope, id);
    if (!row) throw new TrainingEnded(`there is no training ${id}`);
    const model = row.model as ModelName;
    if (row.status === 'running' && checkpoint.safeParse(row.checkpoint).success) return { model };
    const champion = (await readAliases(scope, model)).find(({ alias }) => alias === 'champion');
    const kept: Checkpoint = { now: Date.now(), champion: champion ? { version: champion.version } : null };
    if (!(await changeTraining(scope, id, OPEN, { status: 'running', startedAt: new Date(), phase: 'Beginning', checkpoint: kept }))) throw new TrainingEnded(`training ${id} is ${row.status}`);
    return { model };
  });
};

const required = (trainer: Trainer | null, model: string): Trainer => {
  if (!trainer) throw new TrainingEnded(`nothing trains ${model}`);
  return trainer;
};

async function read(scope: Scope, id: string): Promise<{ model: ModelName; why: string; kept: Checkpoint }> {
  const row = await transaction(scope, () => findTraining(scope, id));
  if (row?.status !== 'running') throw new TrainingEnded(`training ${id} is ${row?.status ?? 'gone'}`);
  return { model: row.model as ModelName, why: row.why, kept: checkpoint.parse(row.checkpoint) };
}

/** Trains, unless that was done before the process was killed. Never inside a transaction. Throws TrainingEnded when it was cancelled meanwhile. */
export async function learn(asked: Scope, id: string): Promise<void> {
  const scope = seeingAll(asked);
  const { model, kept } = await read(scope, id);
  if (kept.trained !== undefined) return;
  const trainer = required(trainerOf(model), model);
  const change = async (to: Parameters<typeof changeTraining>[3]): Promise<void> => {
    if (!(await transaction(scope, () => changeTraining(scope, id, ['running'], to)))) throw new TrainingEnded(`training ${id} was cancelled`);
  };
  // The champion of the beginning, whoever became champion since: placing it looks again.
  const champion = kept.champion && await transaction(scope, async () => ({
    parameters: await readParameters(scope, model, kept.champion!.version), windowTo: (await readLearned(scope, model, kept.champion!.version))?.windowTo?.getTime() ?? null,
  }));
  let part = kept.part;
  const trained = await trainer.train(scope, {
    now: kept.now, seed: scope.workspaceId, champion, tell: (phase, done, total) => change({ phase, done, total }),
    checkpoint: { read: () => part, write: (value) => change({ checkpoint: { ...kept, part: (part = value) } }) },
  });
  await change({ checkpoint: { ...kept, trained } });
}

/** Stores what was trained and decides where it goes; a second time gives the same answer and changes nothing. */
export const place = (asked: Scope, id: string): Promise<{ version: string | null; result: Placed['result'] }> => {
  const scope = seeingAll(asked);
  return transaction(scope, async () => {
    // Whoever cancels, or places it too, waits from here on, and then finds it ended.
    const done = await holdTraining(scope, id);
    if (done?.status === 'completed') return { version: done.version, result: trainingResult.parse(done.result) };
    const { model, why, kept } = await read(scope, id);
    const trainer = required(trainerOf(model), model);
    const trained = kept.trained as Trained | { nothing: string };
    const placed: { version: string | null; result: Placed['result'] } = 'nothing' in trained
      ? { version: null, result: { outcome: 'nothing_to_learn', sentence: trained.nothing } }
      : await placeVersion(scope, trainer, trained, { compared: kept.champion?.version ?? null, seed: scope.workspaceId, why, rescore: true });
    await changeTraining(scope, id, ['running'], { status: 'completed', ...placed, phase: '', checkpoint: null, finishedAt: new Date() });
    await notify(scope, {
      kind: 'model_news', severity: placed.result.outcome === 'in_use' ? 'medium' : 'low', title: `${MODELS[model].label}: training ended`, body: placed.result.sentence, path: `/models/${model}`,
      dedupeKey: `model-training:${id}`, to: { roles: ['operator', 'admin'] },
    });
    return placed;
  });
};

/** Ends a training that could not be carried out, so that the next can open. */
export const failTraining = (scope: Scope, id: string, error: string): Promise<void> => transaction(scope, async () => {
  const row = await findTraining(scope, id);
  if (!row || !(await changeTraining(scope, id, OPEN, { status: 'failed', error, finishedAt: new Date(), checkpoint: null }))) return;
  await notify(scope, {
    kind: 'model_news', severity: 'high', title: `${MODELS[row.model as ModelName].label}: training failed`, body: error, path: `/models/${row.model}`, dedupeKey: `model-training:${id}`,
    to: { roles: ['operator', 'admin'] },
  });
});

/**
 * For those who do not wait for a job (the refresh of a workspace, the sample): trained here, through the same gate. `null`: there is nothing new, or,
 * with `least`, fewer new records than that while the champion has something to lose. The latest version counts, whatever became of it.
 */
export async function trainAtOnce(asked: Scope, trainer: Trainer, why: string, least = 1): Promise<Placed | null> {
  const scope = seeingAll(asked);
  const { model } = trainer;
  const now = await trainer.count(scope);
  const champion = await championOf(scope, model);
  const latest = await transaction(scope, () => latestLearned(scope, model));
  if (champion && latest && latest.codeVersion === trainer.code) {
    const fresh = Math.max(await trainer.countLater(scope, latest.windowTo), now - latest.trainedOn);
    const gone = latest.trainedOn > now;
    if (fresh < 1 && !gone) return null;
    if (fresh < least && nothingToLose(trainer.knows(champion.parameters), champion.trainedOn, now) === null) return null;
  }
  const trained = await trainer.train(scope, { now: Date.now(), seed: scope.workspaceId, champion, tell: async () => {}, checkpoint: { read: () => undefined, write: async () => {} } });
  if ('nothing' in trained) return null;
  return placeVersion(scope, trainer, trained, { compared: champion?.version ?? null, seed: scope.workspaceId, why, rescore: false });
}
