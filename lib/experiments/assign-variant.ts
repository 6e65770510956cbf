/**
 * A unit gets its variant: the one it was given before, else the one that its id says, recorded at this first exposure. Under a shared lock
 * on the experiment, so that nobody is assigned after a stop.
 */
import { transaction } from '@/lib/server/db/tenancy';
import { conflict, notFound } from '@/lib/server/errors';
import { send } from '@/lib/server/outbox';
import type { Scope } from '@/lib/server/scope';
import { currentWorkspace } from '@/lib/workspaces/current-workspace';
import { readSettings } from '@/lib/workspaces/schema';
import { compile, decide, type Holdout } from './allocation';
import { findAssignments, insertAssignments, type NewAssignment } from './assignment-store';
import { toExperiment } from './read-experiment';
import type { Assigned, AssignRequest, Attributes } from './schema';
import { holdExperiment, type StoredExperiment } from './store';

/** Longest text by which results are broken down. */
const LONGEST_SEGMENT = 60;

const segmentOf = (by: string | null, of: Attributes): string => (by === null || of[by] == null ? '' : String(of[by]).slice(0, LONGEST_SEGMENT));

/** Units that no experiment of the workspace touches. */
export const workspaceHoldout = async (scope: Scope): Promise<Holdout> => ({ share: readSettings((await currentWorkspace(scope)).settings).experimentHoldoutShare, salt: scope.workspaceId });

/** The variants of many units at once, in their order. Throws not_found. */
export const assignVariants = (scope: Scope, id: string, requests: readonly AssignRequest[], now: Date = new Date()): Promise<Assigned[]> => transaction(scope, async () => {
  const row = await holdExperiment(scope, id);
  if (!row) throw notFound('experiment');
  return assignHeld(scope, row, requests, now);
});

/** The variant of one unit; null: treat it as always. Throws not_found. */
export const assignVariant = async (scope: Scope, id: string, request: AssignRequest, now: Date = new Date()): Promise<Assigned> => (await assignVariants(scope, id, [request], now))[0]!;

/** The same for a program. Throws conflict for an experiment whose variants the product hands out itself. */
export const assignForProgram = (scope: Scope, id: string, requests: readonly AssignRequest[], now: Date = new Date()): Promise<Assigned[]> => transaction(scope, async () => {
  const row = await holdExperiment(scope, id);
  if (!row) throw notFound('experiment');
  if (!row.subjectKey.startsWith('external:')) throw conflict('The product hands out the variants of this experiment itself: nobody else assigns them.');
  return assignHeld(scope, row, requests, now);
});

/** The same where the caller holds the experiment already (holdExperiment, in this transaction). */
export async function assignHeld(scope: Scope, row: StoredExperiment, requests: readonly AssignRequest[], now: Date): Promise<Assigned[]> {
  const experiment = toExperiment(row);
  if (experiment.status !== 'running' && experiment.status !== 'paused') return requests.map(({ unitId }) => without(unitId, 'not_running'));
  const before = await findAssignments(scope, row.id, requests.map(({ unitId }) => unitId));
  const compiled = compile({ ...experiment, salt: row.salt }, await workspaceHoldout(scope));
  const decided = new Map(requests.map(({ unitId, attributes }) => [unitId, before.has(unitId) ? null : decide(compiled, unitId, attributes)]));
  const fresh = requests.flatMap(({ unitId, attributes, pre }): NewAssignment[] => {
    const choice = decided.get(unitId);
    return choice && 'variantId' in choice ? [{ unitId, variantId: choice.variantId, segment: segmentOf(experiment.plan.segmentBy, attributes), pre: pre ?? null, epoch: experiment.epoch, exposedAt: now }] : [];
  });
  const made = await insertAssignments(scope, row.id, fresh);
  // Somebody else was quicker with some: theirs stand.
  const others = fresh.filter(({ unitId }) => !made.has(unitId));
  const theirs = others.length === 0 ? new Map<string, string>() : await findAssignments(scope, row.id, others.map(({ unitId }) => unitId));
  if (made.size > 0) await tellRecorded(scope, row.id, now);
  const variants = new Map(experiment.variants.map((one) => [one.id, one]));
  return requests.map(({ unitId }): Assigned => {
    const choice = decided.get(unitId);
    const variantId = before.get(unitId) ?? theirs.get(unitId) ?? (choice && 'variantId' in choice ? choice.variantId : null);
    if (variantId === null) return without(unitId, choice && 'reason' in choice ? choice.reason : 'not_running');
    return { unitId, variantId, variant: variants.get(variantId)?.key ?? null, payload: variants.get(variantId)?.payload ?? null, reason: made.has(unitId) ? 'assigned' : 'assigned_before' };
  });
}

const without = (unitId: string, reason: Exclude<Assigned['reason'], 'assigned' | 'assigned_before'>): Assigned => ({ unitId, variant: null, variantId: null, payload: null, reason });

/** Once in five seconds: what is recorded is folded in the background a little later. */
export const tellRecorded = (scope: Scope, experimentId: string, now: Date): Promise<void> =>
  send(scope, 'experiment/recorded', { experimentId }, `experiment:${experimentId}:${Math.floor(now.getTime() / 5000)}`);

