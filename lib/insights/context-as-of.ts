/** The context of a deal as it would have been assembled on a past day: for trying an analyst on deals whose end is known. */
import { asOf, type DealHistory } from '@/lib/deals/history';
import type { Embedder } from '@/lib/llm/embed';
import { scoreDeal } from '@/lib/models/score-deal';
import { MIN_CLOSED } from '@/lib/models/win-signal';
import { findSimilarDeals } from '@/lib/retrieval/find-similar-deals';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { currentWorkspace } from '@/lib/workspaces/current-workspace';
import { assembleContext, type InsightContext } from './context';
import type { KnowledgeThen } from './knowledge-as-of';
import type { StoredRuleSettings } from './rules/apply';
import { readWorkspaceRules } from './statistics-store';
import { ruleSettings } from './workspace-statistics';

const SIMILAR = 10;

/** What does not depend on the day: the thresholds and currency of today, and the rules in words with the day on which each was written. */
export type PastFrame = { ruleSettings: StoredRuleSettings; currency: string; workspaceRules: { id: string; text: string; createdAt: Date }[] };

export const pastFrame = (scope: Scope): Promise<PastFrame> => transaction(scope, async () => ({
  ruleSettings: await ruleSettings(scope), currency: (await currentWorkspace(scope)).currency,
  workspaceRules: (await readWorkspaceRules(scope)).filter((rule) => rule.enabled),
}));

/**
 * Throws RangeError when `knowledge` is later than `at`, or the deal was not open then: that would be hindsight. Never inside a
 * transaction: the deal as it was has no stored vector, so the embedder is asked.
 */
export async function contextAsOf(scope: Scope, history: DealHistory, at: number, knowledge: KnowledgeThen, { frame, embedder }: { frame: PastFrame; embedder: Embedder }): Promise<InsightContext> {
  if (knowledge.at > at) throw new RangeError('what was learnt later than that day cannot be used');
  if (at < history.openedAt || (history.closedAt !== null && history.closedAt <= at)) throw new RangeError('the deal was not open on that day');
  const deal = asOf(history, at);
  const similar = await findSimilarDeals(scope, deal, { embedder, k: SIMILAR, asOf: at });
  const { model } = knowledge;
  const { probability, low, high, baseRate, n, drivers, modelVersion } = scoreDeal(model, deal);
  return assembleContext({
    deal, similar: similar.map(({ dealId: id, ...s }) => ({ id, ...s })),
    score: { probability, low, high, baseRate, n, drivers, modelVersion, signal: model.signal, needed: MIN_CLOSED, priorName: model.prior.name },
    workspaceRules: frame.workspaceRules.filter((rule) => rule.createdAt.getTime() <= at).map(({ id, text }) => ({ id, text })),
    practices: [], patterns: [], currency: frame.currency,
    ruleSettings: frame.ruleSettings, norms: knowledge.norms, ruleStatistics: knowledge.rules, actionStatistics: knowledge.actions,
  });
}
