/**
 * Insights with all that was learnt about them become training examples: one each, made anew whenever somebody answers, the deal
 * ends, or the insight is judged. Call it in the transaction of that fact, last: it holds the workspace's count of labels.
 */
import { toMajor } from '@/lib/deals/money';
import type { InsightContext } from '@/lib/insights/context';
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { countLabels, holdCount, improvements, insightsBehind, lockInsights, runContexts, saveExamples, type ExampleRow, type InsightWithParts, type NewLabel } from './example-store';
import { isExplicit, labelOf, resolutionVote, voteOf, type Answer } from './label';
import type { ExampleFeedback, ExampleOutcome, GeneratedInsight } from './schema';
import { snapshotOf } from './snapshot';

const BATCH = 100;

type StoredAnswer = InsightWithParts['feedback'][number];
const answerOf = ({ kind, accuracy, stars }: StoredAnswer): Answer => ({ kind, accuracy, stars });

function feedbackOf(insight: InsightWithParts, days: number | null): ExampleFeedback | null {
  if (insight.feedback.length === 0) return null;
  const answers = insight.feedback.map((row) => ({ ...answerOf(row), vote: voteOf(answerOf(row)), text: row.text, at: row.updatedAt.toISOString() }));
  const balance = answers.filter((a) => a.vote === 'for').length - answers.filter((a) => a.vote === 'against').length;
  const acted = insight.feedback.flatMap(({ actedOn }) => (actedOn === null ? [] : [actedOn as { action: string; note?: string | null }]));
  return {
    helpful: balance === 0 ? null : balance > 0,
    acted_on: acted.length > 0, action_taken: acted.length === 0 ? null : acted.map(({ action, note }) => (note ? `${action}: ${note}` : action)).join('; '),
    outcome_improvement: days === null ? null : days === 0 ? 'As fast as expected' : `${Math.abs(Math.round(days))} days ${days > 0 ? 'faster' : 'slower'} than expected`,
    answers,
  };
}

function outcomeOf({ deal, resolution, resolvedAt, actedResult }: InsightWithParts): ExampleOutcome | null {
  const closed = deal.status !== 'open' && deal.closedAt !== null;
  if (!closed && resolution === 'pending') return null;
  return {
    result: closed ? (deal.status as 'won' | 'lost') : null, close_date: closed ? deal.closedAt!.toISOString().slice(0, 10) : null,
    final_value: closed && deal.amountMinor !== null ? toMajor(deal.amountMinor, deal.currency) : null,
    resolution, resolved_at: resolvedAt?.toISOString() ?? null, acted_result: actedResult,
  };
}

function insightOf(insight: InsightWithParts): GeneratedInsight {
  const { statement, claim, by, probability } = insight.prediction as GeneratedInsight['prediction'];
  return {
    type: insight.type, title: insight.title, body: insight.body, severity: insight.severity, confidence: insight.confidence, rule: insight.ruleKey,
    actions: insight.actions.map(({ type, title, owner, dueInDays, why }) => ({ type, title, owner, due_in_days: dueInDays, why })),
    evidence: insight.evidence.map(({ kind, title, quote }) => ({ kind, title, quote })),
    prediction: { statement, claim, by, probability },
  };
}

/** The last moment at which somebody said what the label rests on; null without a label. */
function labelledAt(insight: InsightWithParts, label: string | null): Date | null {
  if (label === null) return null;
  const times = insight.feedback.filter((row) => voteOf(answerOf(row)) !== null).map(({ updatedAt }) => updatedAt.getTime());
  if (resolutionVote(insight.resolution) !== null && insight.resolvedAt) times.push(insight.resolvedAt.getTime());
  return new Date(Math.max(...times, 0) || insight.updatedAt.getTime());
}

/**
 * An insight may be renewed by a later run while its answers stay. The example keeps the words that were answered, of the deal as it
 * was then; it takes the new ones once somebody has answered those, or while nobody has answered at all.
 */
function needsContent({ example, run, feedback }: InsightWithParts): boolean {
  if (!example) return true;
  if (example.asOf >= run.asOf) return false;
  const answered = feedback.filter((row) => isExplicit(answerOf(row)));
  return answered.length === 0 || answered.some(({ updatedAt }) => run.finishedAt !== null && updatedAt >= run.finishedAt);
}

const labelsOf = (insight: InsightWithParts): NewLabel[] => {
  const known = new Set(insight.labels.map(({ source }) => source));
  const { id: insightId, simulated } = insight;
  const labels = insight.feedback.filter((row) => isExplicit(answerOf(row))).map((row) => ({ insightId, simulated, source: row.principal, at: row.createdAt }));
  if (resolutionVote(insight.resolution) !== null) labels.push({ insightId, simulated, source: 'resolution', at: insight.resolvedAt ?? insight.updatedAt });
  return labels.filter(({ source }) => !known.has(source));
};

/** Brings the examples of these insights up to date; gives how many labels are new and count. One without a stored context has no example. */
export async function examplesOf(asked: Scope, insightIds: readonly string[]): Promise<{ labels: number }> {
  const scope = seeingAll(asked);
  return transaction(scope, async () => {
    await holdCount(scope, insightIds);
    const fresh: NewLabel[] = [];
    for (let i = 0; i < insightIds.length; i += BATCH) {
      const insights = await lockInsights(scope, insightIds.slice(i, i + BATCH));
      const contexts = await runContexts(scope, [...new Set(insights.filter(needsContent).map(({ runId }) => runId))]);
      const days = await improvements(scope, [...new Set(insights.map(({ dealId }) => dealId))]);
      const rows = insights.flatMap((insight): ExampleRow[] => {
        const context = needsContent(insight) ? (contexts.get(insight.runId) as InsightContext | undefined) : null;
        if (context === undefined) return [];
        const label = labelOf(insight.feedback.map(answerOf), insight.resolution);
        return [{
          insightId: insight.id, dealId: insight.dealId, provider: insight.provider, model: insight.model, promptVersion: insight.promptVersion,
          feedback: feedbackOf(insight, days.get(insight.dealId) ?? null), outcome: outcomeOf(insight), label, labelledAt: labelledAt(insight, label)?.toISOString() ?? null,
          content: context && { asOf: new Date(context.deal.at).toISOString(), snapshot: snapshotOf(context), insight: insightOf(insight) },
        }];
      });
      await saveExamples(scope, rows);
      fresh.push(...insights.flatMap(labelsOf));
    }
    return { labels: await countLabels(scope, fresh) };
  });
}

export const exampleOf = (scope: Scope, insightId: string): Promise<{ labels: number }> => examplesOf(scope, [insightId]);

/** The next hundred that were missed; `cursor` null begins, and comes back null at the end. */
export const catchUp = (scope: Scope, cursor: string | null): Promise<{ cursor: string | null; examples: number; labels: number }> => transaction(scope, async () => {
  const ids = await insightsBehind(scope, cursor, BATCH);
  const { labels } = await examplesOf(scope, ids);
  return { cursor: ids.length < BATCH ? null : (ids.at(-1) ?? null), examples: ids.length, labels };
});
