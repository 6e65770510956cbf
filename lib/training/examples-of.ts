/**
 * Insights with all that was learnt about them become training examples: one each, made anew whenever somebody answers, the deal
 * ends, or the insight is judged. Call it in the transaction of that fact, last: it holds the workspace's count of labels.
 */
import { toMajor } from '@/lib/deals/money';
import type { InsightContext } from '@/lib/insights/context';
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { countLabels, holdCount, insightsBehind, insightWords, lockInsights, saveExamples, type AnsweredInsight, type ExampleRow, type InsightWords, type NewLabel } from './example-store';
import { isExplicit, labelOf, resolutionVote, voteOf } from './label';
import type { ExampleFeedback, ExampleOutcome, GeneratedInsight } from './schema';
import { snapshotOf } from './snapshot';

const BATCH = 100;

const iso = (time: number): string => new Date(time).toISOString();

function feedbackOf({ answers: given, improvementDays: days }: AnsweredInsight): ExampleFeedback | null {
  if (given.length === 0) return null;
  const answers = given.map(({ kind, accuracy, stars, text, updatedAt }) => ({ kind, accuracy, stars, vote: voteOf({ kind, accuracy, stars }), text, at: iso(updatedAt) }));
  const balance = answers.filter((a) => a.vote === 'for').length - answers.filter((a) => a.vote === 'against').length;
  const acted = given.flatMap(({ actedOn }) => actedOn ?? []);
  return {
    helpful: balance === 0 ? null : balance > 0,
    acted_on: acted.length > 0, action_taken: acted.length === 0 ? null : acted.map(({ action, note }) => (note ? `${action}: ${note}` : action)).join('; '),
    outcome_improvement: days === null ? null : days === 0 ? 'As fast as expected' : `${Math.abs(Math.round(days))} days ${days > 0 ? 'faster' : 'slower'} than expected`,
    answers,
  };
}

function outcomeOf({ dealStatus, closedAt, amountMinor, currency, resolution, resolvedAt, actedResult }: AnsweredInsight): ExampleOutcome | null {
  const closed = dealStatus === 'open' ? null : closedAt;
  if (!closed && resolution === 'pending') return null;
  return {
    result: closed ? (dealStatus as 'won' | 'lost') : null, close_date: closed?.toISOString().slice(0, 10) ?? null,
    final_value: closed && amountMinor !== null ? toMajor(amountMinor, currency) : null,
    resolution, resolved_at: resolvedAt?.toISOString() ?? null, acted_result: actedResult,
  };
}

function insightOf({ prediction, ...words }: InsightWords): GeneratedInsight {
  const { statement, claim, by, probability } = prediction as GeneratedInsight['prediction'];
  return { ...words, prediction: { statement, claim, by, probability } };
}

/** The last moment at which somebody said what the label rests on; null without a label. */
function labelledAt({ answers, resolution, resolvedAt, updatedAt }: AnsweredInsight, label: string | null): string | null {
  if (label === null) return null;
  const times = answers.filter((answer) => voteOf(answer) !== null).map((answer) => answer.updatedAt);
  if (resolutionVote(resolution) !== null && resolvedAt) times.push(resolvedAt.getTime());
  return iso(Math.max(...times, 0) || updatedAt.getTime());
}

/**
 * An insight may be renewed by a later run while its answers stay. The example keeps the words that were answered, of the deal as it
 * was then; it takes the new ones once somebody has answered those, or while nobody has answered at all.
 */
function needsContent({ exampleAsOf, runAsOf, runFinishedAt, answers }: AnsweredInsight): boolean {
  if (!exampleAsOf) return true;
  if (exampleAsOf >= runAsOf) return false;
  const said = answers.filter(isExplicit);
  return said.length === 0 || said.some(({ updatedAt }) => runFinishedAt !== null && updatedAt >= runFinishedAt.getTime());
}

function newLabels({ id: insightId, simulated, answers, counted, resolution, resolvedAt, updatedAt }: AnsweredInsight): NewLabel[] {
  const labels = answers.filter(isExplicit).map(({ principal, createdAt }) => ({ insightId, simulated, source: principal, at: new Date(createdAt) }));
  if (resolutionVote(resolution) !== null) labels.push({ insightId, simulated, source: 'resolution', at: resolvedAt ?? updatedAt });
  return labels.filter(({ source }) => !counted.includes(source));
}

/** Brings the examples of these insights up to date; gives how many labels are new and count. One without a stored context has no example. */
export async function examplesOf(asked: Scope, insightIds: readonly string[]): Promise<{ labels: number }> {
  const scope = seeingAll(asked);
  return transaction(scope, async () => {
    await holdCount(scope, insightIds);
    const fresh: NewLabel[] = [];
    for (let i = 0; i < insightIds.length; i += BATCH) {
      const insights = await lockInsights(scope, insightIds.slice(i, i + BATCH));
      const { words, contexts } = await insightWords(scope, insights.filter(needsContent).map(({ id }) => id));
      const rows = insights.flatMap((insight): ExampleRow[] => {
        const { id, dealId, runId, provider, model, promptVersion, answers, resolution } = insight;
        const [said, context] = [words.get(id), contexts.get(runId) as InsightContext | undefined];
        if (needsContent(insight) && !(said && context)) return [];
        const label = labelOf(answers, resolution);
        return [{
          insightId: id, dealId, provider, model, promptVersion, feedback: feedbackOf(insight), outcome: outcomeOf(insight), label, labelledAt: labelledAt(insight, label),
          content: said && context ? { asOf: iso(context.deal.at), snapshot: snapshotOf(context), insight: insightOf(said) } : null,
        }];
      });
      await saveExamples(scope, rows);
      fresh.push(...insights.flatMap(newLabels));
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
