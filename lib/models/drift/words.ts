/** What a check found, as a person would say it. */
import { quantileSorted } from '@/lib/stats/quantile';
import type { DriftOptions } from './options';
import type { DriftReport, FeatureMove, PerformanceChange } from './schema';

const count = (n: number): string => n.toLocaleString('en-US');
const number = (value: number): string => value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
const percent = (fraction: number): string => `${(100 * fraction).toLocaleString('en-US', { maximumFractionDigits: fraction > 0 && fraction < 0.1 ? 1 : 0 })}%`;
const points = (fraction: number): string => (100 * fraction).toLocaleString('en-US', { maximumFractionDigits: 1 });
const chance = (p: number): string => (p < 0.001 ? 'p under 0.001' : `p ${p.toFixed(3)}`);
const listed = (names: readonly string[]): string => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`);

/** The middle half of the values; the mean where that says nothing. */
export function numericWords(baseline: Float64Array, recent: Float64Array): string {
  const middle = (values: Float64Array): string => {
    const ordered = Float64Array.from(values).sort();
    const [from, to] = [quantileSorted(ordered, 0.25), quantileSorted(ordered, 0.75)].map(number);
    return from === to ? `at ${from}` : `from ${from} to ${to}`;
  };
  const [before, lately] = [middle(baseline), middle(recent)];
  if (before !== lately) return `The middle half of the values lies ${lately} lately, ${before} before.`;
  const mean = (values: Float64Array): string => number(values.reduce((sum, value) => sum + value, 0) / values.length);
  return `Mean ${mean(recent)} lately, ${mean(baseline)} before.`;
}

export const missingWords = (missing: FeatureMove['missing'], n: FeatureMove['n']): string =>
  `Missing in ${percent(missing.recent / n.recent)} of the rows lately, ${percent(missing.baseline / n.baseline)} before.`;

const LONGEST = 60;

/** The kind whose share changed most. */
export function kindWords(counts: ReadonlyMap<string | null, readonly [number, number]>): string {
  const [n, m] = [0, 1].map((side) => [...counts.values()].reduce((sum, pair) => sum + pair[side as 0 | 1], 0)) as [number, number];
  const kinds = [...counts].map(([kind, [a, b]]) => ({ kind, before: a / n, lately: b / m })).sort((x, y) => Math.abs(y.lately - y.before) - Math.abs(x.lately - x.before));
  const { kind, before, lately } = kinds[0]!;
  const say = (share: number): string => (share === 0 ? 'none' : percent(share));
  return `${kind === null ? 'Missing' : `“${kind.length > LONGEST ? `${kind.slice(0, LONGEST)}…` : kind}”`}: ${say(lately)} of the rows lately, ${say(before)} before.`;
}

/** Both values with what they are of, and the change with its interval. */
function compared({ measure, before, recent, difference, low, high }: PerformanceChange, n: DriftReport['n']): string {
  const lately = `${count(n.recent)} lately`, earlier = `${count(n.baseline)} before`;
  const change = (say: (value: number) => string, unit = ''): string => `change ${say(difference)}${unit}, 95% interval ${say(low)} to ${say(high)}`;
  switch (measure) {
    case 'accuracy': return `${percent(recent)} of ${lately} came out right, ${percent(before)} of ${earlier} (${change(points, ' points')})`;
    case 'auc': return `a yes was ranked above a no in ${percent(recent)} of pairs of ${lately}, ${percent(before)} of ${earlier} (${change(points, ' points')})`;
    case 'brier': return `mean squared error ${number(recent)} of ${lately}, ${number(before)} of ${earlier} (${change(number)})`;
    case 'performance': return `mean ${number(recent)} of ${lately}, ${number(before)} of ${earlier} (${change(number)})`;
  }
}

export type Seen = { status: DriftReport['drift_status']; decisive: PerformanceChange; pValue: number };

/** How the predictions do. `changes`: all measures, null with too few outcomes. */
export function performanceWords(seen: Seen | null, changes: readonly PerformanceChange[], n: DriftReport['n'], { minSamples, warning, alpha }: Required<DriftOptions>): string {
  if (!seen) return `Too few outcomes to judge the predictions: ${count(n.recent)} lately and ${count(n.baseline)} before, where ${count(minSamples)} are needed on each side.`;
  const { status, decisive, pValue } = seen;
  const said = `${compared(decisive, n)}, ${chance(pValue)}.`;
  if (status !== 'no_drift') return `The predictions have become worse: ${said}`;
  const counting = changes.filter(({ counts }) => counts);
  const better = counting.filter(({ worse, p_value }) => -worse >= warning && p_value * counting.length < alpha).sort((a, b) => a.worse - b.worse)[0];
  if (better) return `The predictions have become better: ${compared(better, n)}, ${chance(Math.min(1, better.p_value * counting.length))}.`;
  if (decisive.worse >= warning) return `The predictions look worse, but chance alone does as much: ${said}`;
  if (decisive.worse > 0 && pValue < alpha) return `The predictions are a little worse, too little for an alarm: ${said}`;
  return `The predictions hold: ${said}`;
}

/** Which features moved; empty when none was given. */
export function featuresWords(features: readonly FeatureMove[], predictionsKnown: boolean): string {
  const looked = features.filter(({ statistic }) => statistic !== null), moved = looked.filter((feature) => feature.moved).map(({ feature }) => feature);
  if (features.length === 0) return '';
  if (looked.length === 0) return 'What goes into the predictions cannot be compared yet.';
  const of = looked.length === 1 ? 'The one feature' : `${moved.length === 0 ? 'None' : count(moved.length)} of ${count(looked.length)} features`;
  if (moved.length === 0) return looked.length === 1 ? `${of} has not moved.` : `${of} has moved.`;
  const named = moved.length > 5 ? `${moved.slice(0, 5).join(', ')} and ${moved.length - 5} more` : listed(moved);
  const effect = predictionsKnown ? '' : ' Whether the predictions suffer is not known yet.';
  return `${of} ${moved.length === 1 ? 'has' : 'have'} other values than before: ${named}.${effect}`;
}
