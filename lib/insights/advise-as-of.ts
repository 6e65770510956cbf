/**
 * Advice as it would have been given on a past day, by the built-in analyst through the same door as today's: kept with its context
 * and marked as simulated. For the past of the sample workspace.
 */
import { v7 as uuidv7 } from 'uuid';
import type { DealHistory } from '@/lib/deals/history';
import { BUILTIN_MODEL, builtinAnswer } from '@/lib/llm/builtin';
import type { Embedder } from '@/lib/llm/embed';
import { productionPrompt } from '@/lib/prompts/production-prompt';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { contextHash, type InsightContext } from './context';
import { contextAsOf, type PastFrame } from './context-as-of';
import type { KnowledgeThen } from './knowledge-as-of';
import { backdate, deletePast, insertPastRuns } from './past-advice-store';
import { done, freshStages, STAGES } from './stages';
import { saveInsights, type NewInsight } from './store';
import { analyseDeal } from './tasks/analyse-deal';
import { validateDrafts, type Validated, type ValidInsight } from './validate';

export type PastAdvice = { history: DealHistory; at: number; context: InsightContext } & Validated;
export type GivenAdvice = { id: string; dealId: string; at: number; insight: ValidInsight };

/** What the analyst says of the deal as of `at`; nothing is stored. Never inside a transaction. */
export async function adviseAsOf(scope: Scope, history: DealHistory, at: number, knowledge: KnowledgeThen, means: { frame: PastFrame; embedder: Embedder }): Promise<PastAdvice> {
  const context = await contextAsOf(scope, history, at, knowledge, means);
  return { history, at, context, ...validateDrafts(builtinAnswer(analyseDeal, context).insights, context) };
}

/** Stores such advice as completed runs of their day. Nobody was shown it yet. */
export const savePastAdvice = (scope: Scope, given: readonly PastAdvice[], requestedBy: string): Promise<GivenAdvice[]> => transaction(scope, async () => {
  const { version, id: promptVersionId } = await productionPrompt(scope, analyseDeal);
  const maker = { provider: 'builtin', model: BUILTIN_MODEL };
  const runs = given.map((advice) => ({ ...advice, runId: uuidv7({ msecs: advice.at }) }));
  await insertPastRuns(scope, runs.map(({ runId, history, at, context, kept, dropped, unresolved }) => ({
    id: runId, dealId: history.id, at: new Date(at), context, contextHash: contextHash(context), dropped: JSON.parse(JSON.stringify({ dropped, unresolved })) as object,
    stages: STAGES.reduce((stages, name) => done(stages, name, 0, name === 'validate' ? `${kept.length} insights` : 'as of that day'), freshStages()),
    ...maker, promptVersionId, requestedBy,
  })));
  const rows = runs.flatMap(({ runId, history, at, context, kept }) => kept.map((insight, position) => ({ insight, at, row: rowOf(insight, position, { id: uuidv7({ msecs: at }), runId, dealId: history.id, winModelVersion: context.score.modelVersion ?? null, promptVersion: version, ...maker }) })));
  await saveInsights(scope, rows.map(({ row }) => row));
  await backdate(scope, runs.map(({ runId }) => runId));
  return rows.map(({ row, at, insight }) => ({ id: row.id, dealId: row.dealId, at, insight }));
});

const rowOf = (insight: ValidInsight, position: number, of: Pick<NewInsight, 'id' | 'runId' | 'dealId' | 'winModelVersion' | 'promptVersion' | 'provider' | 'model'>): NewInsight => ({
  ...of, arms: [], position, type: insight.type, title: insight.title, body: insight.body, severity: insight.severity, confidence: insight.confidence,
  prediction: insight.prediction, ruleKey: insight.ruleKey, dedupeKey: insight.dedupeKey,
  evidence: insight.evidence.map((e) => ({ kind: e.kind, refId: e.id, title: e.title, quote: e.quote })),
  actions: insight.actions.map(({ type, title, owner, dueInDays, why }) => ({ type, title, owner, dueInDays, why })),
});

/** Removes whatever was stored so, with all that hangs on it. */
export const forgetPastAdvice = (scope: Scope): Promise<unknown> => transaction(scope, () => deletePast(scope));
