/** The context of a past deal as an analyst would have been given it on that day: the same assembly, with what was known then. */
import { asOf, type DealHistory } from '@/lib/deals/history';
import { assembleContext, type InsightContext } from '@/lib/insights/context';
import { listWorkspaceRules } from '@/lib/insights/workspace-rules';
import { workspaceEmbedder } from '@/lib/llm/workspace-deps';
import { scoreDeal } from '@/lib/models/score-deal';
import { MIN_CLOSED } from '@/lib/models/win-signal';
import { findSimilarDeals } from '@/lib/retrieval/find-similar-deals';
import type { Scope } from '@/lib/server/scope';
import { currentWorkspace } from '@/lib/workspaces/current-workspace';
import type { Knowledge } from './knowledge';

const SIMILAR = 10;

/** `findSimilarDeals` is asked as of that day and `assembleContext` drops what closed later once more. Call it outside a transaction. */
export async function pastContext(scope: Scope, history: DealHistory, at: number, { norms, rules, actions, ruleSettings, model }: Knowledge): Promise<InsightContext> {
  const deal = asOf(history, at);
  const similar = await findSimilarDeals(scope, deal, { embedder: await workspaceEmbedder(scope), k: SIMILAR, asOf: at });
  const { probability, low, high, baseRate, n, drivers } = scoreDeal(model, deal);
  return assembleContext({
    deal, similar: similar.map(({ dealId: id, ...s }) => ({ id, ...s })),
    score: { probability, low, high, baseRate, n, drivers, signal: model.signal, needed: MIN_CLOSED, priorName: model.prior.name },
    workspaceRules: (await listWorkspaceRules(scope)).filter((r) => r.enabled).map(({ id, text }) => ({ id, text })),
    practices: [], patterns: [], currency: (await currentWorkspace(scope)).currency,
    ruleSettings, norms, ruleStatistics: rules, actionStatistics: actions,
  });
}
