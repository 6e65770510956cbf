/** The insights of a deal as the caller sees them: with their own answers, and how the latest run goes. */
import { getDeal } from '@/lib/deals/get-deal';
import { ownFeedback } from '@/lib/feedback/own-feedback';
import { recordSignals } from '@/lib/feedback/record-signals';
import { armOf } from '@/lib/holdout/arm-of';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { insight, type DealInsights, type Insight, type RunState, type StageProgress } from './schema';
import { findInsights, latestRun, type StoredInsight } from './store';

const toInsight = (row: StoredInsight): Insight => insight.parse({
  ...row, tokensIn: row.run.tokensIn, tokensOut: row.run.tokensOut, costUsd: Number(row.run.costMicros) / 1e6, latencyMs: row.run.latencyMs, contextHash: row.run.contextHash,
  evidence: row.evidence.map((e) => ({ kind: e.kind, id: e.refId, quote: e.quote, title: e.title, resolved: true })),
  createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString(),
  shownAt: row.shownAt?.toISOString() ?? null, resolvedAt: row.resolvedAt?.toISOString() ?? null,
});

/**
 * Throws not_found when the deal is not there or not in sight. A program that reads insights shows or uses them: to a key they count
 * as seen. What a person saw the page says itself (lib/feedback/record-signals.ts).
 */
export const listInsights = (scope: Scope, dealId: string): Promise<DealInsights> => transaction(scope, async () => {
  await getDeal(scope, dealId);
  const found = await insightsOf(scope, dealId);
  const pending = found.data.filter((i) => i.resolution === 'pending');
  if (scope.principal.kind !== 'api_key' || pending.length === 0) return found;
  await recordSignals(scope, pending.map((i) => ({ insightId: i.id, kind: 'seen' })));
  return insightsOf(scope, dealId);
});

/** The same of a deal that the caller was shown already. */
export const insightsOf = (scope: Scope, dealId: string): Promise<DealInsights> => transaction(scope, async () => {
  const assigned = await armOf(scope, { id: dealId });
  const heldOut = assigned?.arm === 'held_out' ? { share: assigned.share } : null;
  const insights = heldOut ? [] : (await findInsights(scope, dealId)).map(toInsight);
  const answers = await ownFeedback(scope, insights);
  const run = await latestRun(scope, dealId);
  return {
    heldOut,
    data: insights.map((i) => ({ ...i, answer: answers.get(i.id) ?? null })),
    run: run && {
      id: run.id, status: run.status as RunState['status'], stages: (run.stages as StageProgress[]).map((stage) => (heldOut ? { ...stage, found: null } : stage)), error: run.error, provider: run.provider, model: run.model,
      fallbacks: run.fallbacks as RunState['fallbacks'], createdAt: run.createdAt.toISOString(), finishedAt: run.finishedAt?.toISOString() ?? null,
    },
  };
});
