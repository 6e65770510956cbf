/** Every decision on an experiment is written into its ledger, with the statistics that it rested on, and into the audit log. */
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import type { Decision } from './schema';
import { findExperiment, insertDecision, readDecisions } from './store';

export type DecisionKind =
  | 'created' | 'changed' | 'scheduled' | 'started' | 'paused' | 'resumed' | 'stopped' | 'completed' | 'archived' | 'restored'
  | 'harm_found' | 'winner_found' | 'no_difference_found' | 'sample_ratio_alert' | 'allocation_restarted' | 'results_imported' | 'held_up' | 'not_held_up';

/** Inside a transaction. */
export async function writeDecision(scope: Scope, experiment: { id: string; name: string }, kind: DecisionKind, words: string, { at, statistics = null, before }: { at: Date; statistics?: unknown; before?: unknown }): Promise<void> {
  await insertDecision(scope, { experimentId: experiment.id, at, kind, words, statistics });
  await audit(scope, { action: `experiment.${kind}`, entityId: experiment.id, before, after: { name: experiment.name, words } });
}

/** Newest first. Throws not_found. */
export const listDecisions = (scope: Scope, id: string): Promise<Decision[]> => transaction(scope, async () => {
  if (!(await findExperiment(scope, id))) throw notFound('experiment');
  return (await readDecisions(scope, id)).map(({ id: decisionId, at, kind, actorName, words, statistics }) => ({ id: decisionId, at: at.toISOString(), kind, actorName, words, statistics: statistics ?? null }));
});
