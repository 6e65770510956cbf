/** A designed experiment begins: it gets its slice of the layer, and from then on units get variants. */
import { transaction } from '@/lib/server/db/tenancy';
import { AppError, conflict, invalid, notFound } from '@/lib/server/errors';
import { send } from '@/lib/server/outbox';
import type { Scope } from '@/lib/server/scope';
import { designProblems } from './check-design';
import { checkSubject } from './check-subject';
import { writeDecision } from './decide';
import { roomFor, sliceAt } from './layers';
import { designWeights, toExperiment } from './read-experiment';
import type { Experiment, ExperimentStatus } from './schema';
import { changeExperiment, findInLayer, findOnSubject, insertWeights, lockExperiment, lockLayer, type StoredExperiment } from './store';

/** A timer may wake a little before its time. */
export const EARLY = 5_000;
const percent = (share: number): string => `${Math.round(share * 1000) / 10}%`;

/**
 * Starts it, once: asked again, it runs already and nothing happens. Throws not_found; invalid where the design no longer fits (a prompt version
 * that is gone); conflict where it has ended, or where another experiment has the units or the subject.
 */
export const startExperiment = (scope: Scope, id: string, now: Date = new Date()): Promise<{ status: ExperimentStatus }> => transaction(scope, async () => {
  const row = await lockExperiment(scope, id);
  if (!row) throw notFound('experiment');
  if (row.status === 'running' || row.status === 'paused') return { status: row.status };
  if (row.status === 'stopped' || row.status === 'completed') throw conflict('This experiment has ended: make another with the same design.');
  const experiment = toExperiment(row);
  await mustFit(scope, experiment, now);
  const from = await takeSlice(scope, row);
  await changeExperiment(scope, id, { status: 'running', startedAt: now, sliceFrom: from, epoch: 0 });
  await insertWeights(scope, { experimentId: id, epoch: 0, at: now, weights: designWeights(experiment.variants, experiment.allocation !== 'WEIGHTED'), reason: 'as designed' });
  await writeDecision(scope, row, 'started', `Started with ${row.variants.length} variants on ${percent(row.traffic)} of the ${row.unit}s of its layer.`, { at: now, statistics: { plan: row.plan } });
  await send(scope, 'experiment/started', { experimentId: id }, `experiment:${id}`);
  return { status: 'running' };
});

/** Starts at `startAt` by itself. Throws like `startExperiment`, and invalid without a time to come. */
export const scheduleExperiment = (scope: Scope, id: string, now: Date = new Date()): Promise<{ status: ExperimentStatus }> => transaction(scope, async () => {
  const row = await lockExperiment(scope, id);
  if (!row) throw notFound('experiment');
  if (row.status === 'scheduled') return { status: 'scheduled' };
  if (row.status !== 'draft') throw conflict('Only a draft can be scheduled.');
  if (!row.startAt || row.startAt <= now) throw invalid('Give a time to come at which it starts.', [{ path: 'startAt', message: 'A time to come' }]);
  await mustFit(scope, toExperiment(row), now);
  await changeExperiment(scope, id, { status: 'scheduled' });
  await writeDecision(scope, row, 'scheduled', `Starts by itself on ${row.startAt.toISOString().slice(0, 16).replace('T', ' ')} UTC.`, { at: now });
  await send(scope, 'experiment/scheduled', { experimentId: id }, `experiment:${id}:${row.version}`);
  return { status: 'scheduled' };
});

/** What the background does when the time has come: starts what is still scheduled for it, or writes down why it could not. */
export async function startIfDue(scope: Scope, id: string, now: Date): Promise<{ status: ExperimentStatus | 'gone' }> {
  try {
    return await transaction(scope, async () => {
      const row = await lockExperiment(scope, id);
      if (!row) return { status: 'gone' as const };
      if (row.status !== 'scheduled' || !row.startAt || row.startAt.getTime() > now.getTime() + EARLY) return { status: row.status as ExperimentStatus };
      return startExperiment(scope, id, now);
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return transaction(scope, async () => {
      const row = await lockExperiment(scope, id);
      if (row?.status !== 'scheduled') return { status: (row?.status as ExperimentStatus | undefined) ?? 'gone' };
      await changeExperiment(scope, id, { status: 'draft' });
      await writeDecision(scope, row, 'changed', `It did not start: ${error.message} It is a draft again.`, { at: now });
      return { status: 'draft' as const };
    });
  }
}

async function mustFit(scope: Scope, { plan, ...experiment }: Experiment, now: Date): Promise<void> {
  const problems = [...designProblems({ ...experiment, ...plan }, now), ...(await checkSubject(scope, experiment))];
  if (problems.length > 0) throw invalid(problems[0]!.message, problems);
}

/** Where its slice of the layer begins. */
async function takeSlice(scope: Scope, row: StoredExperiment): Promise<number> {
  await lockLayer(scope, row.layer);
  if (row.subjectKey.split(':')[0] !== 'external') {
    const other = await findOnSubject(scope, row.subjectKey, row.id);
    if (other && other.layer !== row.layer) throw conflict(`“${other.name}” is about the same and runs in the layer “${other.layer}”: put this one into that layer, so that no unit is in both.`);
  }
  const neighbours = await findInLayer(scope, row.layer, row.id);
  const stranger = neighbours.find(({ unit }) => unit !== row.unit);
  if (stranger) throw conflict(`“${stranger.name}” in the layer “${row.layer}” draws ${stranger.unit}s: a layer has one kind of unit.`);
  const room = roomFor(neighbours.map(({ sliceFrom, traffic }) => sliceAt(sliceFrom ?? 0, traffic)), row.traffic);
  if (!room.slice) throw conflict(`${neighbours.map(({ name }) => `“${name}”`).join(', ')} ${neighbours.length === 1 ? 'runs' : 'run'} in the layer “${row.layer}”. ${room.words}`);
  return room.slice.from;
}
