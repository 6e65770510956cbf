/**
 * Pause: nobody new gets a variant, those inside keep theirs. Stop: from its commit on nobody gets a variant any more; what was exposed is
 * still observed. Both take effect with their commit, whatever process assigns: assigning looks at the row under a shared lock.
 */
import { transaction } from '@/lib/server/db/tenancy';
import { conflict, notFound } from '@/lib/server/errors';
import { send } from '@/lib/server/outbox';
import type { Scope } from '@/lib/server/scope';
import { writeDecision, type DecisionKind } from './decide';
import type { ExperimentStatus } from './schema';
import { EARLY } from './start-experiment';
import { changeExperiment, lockExperiment } from './store';

type To = { status: ExperimentStatus; from: readonly ExperimentStatus[]; kind: DecisionKind; words: string; refusal: string };

const move = (scope: Scope, id: string, to: To, reason: string, given: Date | undefined): Promise<{ status: ExperimentStatus }> => transaction(scope, async () => {
  const row = await lockExperiment(scope, id);
  // When the lock was had, not when it was asked for: those who were assigning meanwhile come before a stop.
  const now = given ?? new Date();
  if (!row) throw notFound('experiment');
  if (row.status === to.status) return { status: to.status };
  if (!to.from.includes(row.status as ExperimentStatus)) throw conflict(to.refusal);
  await changeExperiment(scope, id, { status: to.status, ...(to.status === 'stopped' ? { endedAt: now } : {}) });
  await writeDecision(scope, row, to.kind, reason.trim() || to.words, { at: now, before: { status: row.status } });
  await send(scope, 'experiment/changed', { experimentId: id }, `experiment:${id}:${row.version}`);
  return { status: to.status };
});

/** Each is done once: asked again, nothing happens. They throw not_found, and conflict for an experiment that is not running. */
export const pauseExperiment = (scope: Scope, id: string, reason = '', now?: Date) =>
  move(scope, id, { status: 'paused', from: ['running'], kind: 'paused', words: 'Paused: nobody new gets a variant.', refusal: 'Only a running experiment can be paused.' }, reason, now);

export const resumeExperiment = (scope: Scope, id: string, reason = '', now?: Date) =>
  move(scope, id, { status: 'running', from: ['paused'], kind: 'resumed', words: 'Goes on.', refusal: 'Only a paused experiment can go on.' }, reason, now);

/** The kill switch. */
export const stopExperiment = (scope: Scope, id: string, reason = '', now?: Date) =>
  move(scope, id, { status: 'stopped', from: ['running', 'paused', 'scheduled'], kind: 'stopped', words: 'Stopped: nobody gets a variant any more.', refusal: 'Only a running experiment can be stopped.' }, reason, now);

/** What the background does when the planned end has come: stops what still runs. Throws not_found. */
export const stopIfDue = (scope: Scope, id: string, now: Date): Promise<{ status: ExperimentStatus }> => transaction(scope, async () => {
  const row = await lockExperiment(scope, id);
  if (!row) throw notFound('experiment');
  const due = row.stopAt !== null && row.stopAt.getTime() <= now.getTime() + EARLY && (row.status === 'running' || row.status === 'paused');
  return due ? stopExperiment(scope, id, 'The planned end has come.', now) : { status: row.status as ExperimentStatus };
});

/** Out of the list and into the archive, and back. Throws not_found, and conflict while it runs. */
export const archiveExperiment = (scope: Scope, id: string, archived: boolean, now: Date = new Date()): Promise<{ archived: boolean }> => transaction(scope, async () => {
  const row = await lockExperiment(scope, id);
  if (!row) throw notFound('experiment');
  if (archived && (row.status === 'running' || row.status === 'paused' || row.status === 'scheduled')) throw conflict('Stop it first: what runs stays in sight.');
  if ((row.archivedAt !== null) === archived) return { archived };
  await changeExperiment(scope, id, { archivedAt: archived ? now : null });
  await writeDecision(scope, row, archived ? 'archived' : 'restored', archived ? 'Put into the archive.' : 'Taken out of the archive.', { at: now });
  return { archived };
});
