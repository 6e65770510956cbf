/** The figures of quality from what was counted. Pure. */
import { insightType } from '@/lib/insights/schema';
import { clusteredRate } from '@/lib/stats/clustered-rates';
import { wilsonInterval } from '@/lib/stats/rates';
import { trendOfRates } from '@/lib/stats/trend';
import { compareWith, meanMeasure, noMeasure, rateMeasure } from './measures';
import type { Period } from './period';
import type { LearningMetrics, Measure, VersionRow } from './schema';
import { versionKey, type InsightCounts, type KeyedSums } from './counts';

const nowOf = (rows: readonly KeyedSums[]) => rows.find((row) => !row.before);
const beforeOf = (rows: readonly KeyedSums[]) => rows.find((row) => row.before);
const keyed = (rows: readonly KeyedSums[], key: string) => rows.find((row) => row.key === key);

/** The record of claims of winning and losing beside what the same claims would have got about any deal that closed: what luck alone gives. */
function overBase(claims: readonly KeyedSums[], closed: { won: number; closed: number }): Measure {
  const all = claims.reduce((sum, c) => ({ n: sum.n + c.n, hits: sum.hits + c.hits, clusters: sum.clusters + c.clusters, nn: sum.nn + c.nn, hn: sum.hn + c.hn, hh: sum.hh + c.hh }), { n: 0, hits: 0, clusters: 0, nn: 0, hn: 0, hh: 0 });
  const measure = rateMeasure(all, undefined, { none: 'No claim of winning or losing was resolved.', alone: 'No deal closed in this period.' });
  const found = clusteredRate(all);
  if (!found || closed.closed === 0) return measure;
  const saidWon = (keyed(claims, 'won')?.n ?? 0) / all.n;
  const expected = (rate: number) => saidWon * rate + (1 - saidWon) * (1 - rate);
  const { low, high } = wilsonInterval({ hits: closed.won, n: closed.closed });
  const ends = [expected(low), expected(high)];
  const base = { value: expected(closed.won / closed.closed), low: Math.min(...ends), high: Math.max(...ends), n: closed.closed };
  return { ...measure, compared: compareWith(found, base, 'the same claims about any deal that closed'), whyNotCompared: null };
}

export function qualityOf(counts: InsightCounts, period: Period, coverage: { open: number; covered: number }, closed: { won: number; closed: number }): LearningMetrics['quality'] {
  const before = period.beforeWords;
  const rate = (rows: readonly KeyedSums[], none: string) => rateMeasure(nowOf(rows), beforeOf(rows), { none, before });
  const [own, general] = [keyed(counts.personal, 'own'), keyed(counts.personal, 'general')];
  const generalRate = general && clusteredRate(general);
  const personalised = rateMeasure(own, undefined, { none: 'No insight of a rule with a record of its own here was resolved.', alone: 'No insight of a general rule was resolved.' });
  return {
    accuracy: rate(counts.accuracy, 'No insight that somebody saw was resolved in this period.'),
    base: overBase(counts.claims, closed),
    actedOn: rate(counts.actedOn, 'No warning that was acted on has shown its end in this period.'),
    stars: meanMeasure(nowOf(counts.stars), beforeOf(counts.stars), { none: 'Nobody gave stars in this period.', before }),
    helpful: rate(counts.helpful, 'Nobody said helpful, not helpful or incorrect in this period.'),
    actionRate: rate(counts.actionRate, 'No insight was seen for the first time in this period.'),
    coverage: coverage.open === 0 ? noMeasure('No open deal is in your sight.') : {
      value: coverage.covered / coverage.open, ...wilsonInterval({ hits: coverage.covered, n: coverage.open }), n: coverage.open, groups: coverage.open, why: null,
      compared: null, whyNotCompared: 'As it is now; what was covered before is not kept.',
    },
    personalised: own && generalRate ? { ...personalised, compared: compareWith(clusteredRate(own)!, generalRate, 'insights of general rules'), whyNotCompared: null } : personalised,
    general: rateMeasure(general, undefined, { none: 'No insight of a general rule was resolved.', alone: 'Beside it: rules with their own record here.' }),
    notTestable: counts.notTestable,
  };
}

export const monthsOf = ({ months }: InsightCounts): LearningMetrics['months'] =>
  months.map((row) => ({ month: row.key, ...rateMeasure(row, undefined, { none: '', alone: 'Beside it: the other months.' }) }));

/** Whether accuracy rises or falls from month to month; a month in which nothing was resolved keeps its place. Null under three months with insights. */
export function trendOf(months: LearningMetrics['months']): LearningMetrics['trend'] {
  const [first, last] = [months[0], months.at(-1)];
  if (!first || !last) return null;
  const number = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
  const periods = Array.from({ length: number(last.month) - number(first.month) + 1 }, () => ({ hits: 0, n: 0 }));
  for (const { month, n, value } of months) periods[number(month) - number(first.month)] = { n, hits: Math.round((value ?? 0) * n) };
  return trendOfRates(periods);
}

const distinct = (values: readonly (string | null)[]): string[] => [...new Set(values.filter((value) => value !== null))].sort();

export const choicesOf = ({ choices }: InsightCounts): LearningMetrics['choices'] => ({
  types: insightType.options.filter((type) => choices.some((c) => c.type === type)), prompts: distinct(choices.map((c) => c.prompt)), models: distinct(choices.map((c) => c.model)), providers: distinct(choices.map((c) => c.provider)),
});

/** One row a prompt version, provider and win model, the most shown first. */
export const versionsOf = (counts: InsightCounts): VersionRow[] => counts.versions.map(({ promptVersion, provider, model, shown, accuracy, actionRate, brier }) => {
  const beside = 'Beside it: the other versions.';
  return {
    promptVersion, provider, model, shown,
    accuracy: rateMeasure(accuracy, undefined, { none: 'None resolved.', alone: beside }),
    actionRate: rateMeasure(actionRate, undefined, { none: 'None seen.', alone: beside }),
    helpful: rateMeasure(keyed(counts.versionHelpful, versionKey({ promptVersion, provider, model })), undefined, { none: 'No answer.', alone: beside }),
    brier: meanMeasure(brier, undefined, { none: 'No forecast met its outcome.', alone: beside }),
  };
}).sort((a, b) => b.shown - a.shown || a.promptVersion.localeCompare(b.promptVersion));
