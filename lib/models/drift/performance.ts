/**
 * Do predictions come out worse than on the baseline? Each measure by itself, with the change for the worse that thresholds are applied to.
 *
 * Normalised change: the difference divided by what the measure spans. Brier score, share right and area under the curve all lie in 0..1, so it is the plain
 * difference: from 80% right to 65% is 0.15. Measures with a mean beyond 1 (money, counts) are divided by the baseline's mean.
 */
import { aucDifference, aucParts } from '@/lib/stats/auc-difference';
import { compareMeans } from '@/lib/stats/means';
import type { DriftStatus, PerformanceChange } from './schema';
import type { DriftOptions } from './options';

/** A prediction whose outcome is known. */
export type Resolved = { probability: number; outcome: 0 | 1 };

const brierOf = ({ probability, outcome }: Resolved): number => (probability - outcome) ** 2;
const rightOf = ({ probability, outcome }: Resolved): number => (probability >= 0.5 === (outcome === 1) ? 1 : 0);

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Per-row performance, higher is better, at least two rows a side: Welch's t-test on the means. */
export function changeOf(measure: PerformanceChange['measure'], baseline: readonly number[], recent: readonly number[], sign: 1 | -1 = 1): PerformanceChange {
  const before = mean(baseline);
  const { difference, low, high, pValue } = compareMeans(recent, baseline)!;
  return { measure, before, recent: mean(recent), difference, low, high, p_value: pValue, worse: (-sign * difference) / Math.max(1, Math.abs(before)), counts: true };
}

/** Where fewer than one in five have the rarer outcome, saying always the same is right in four of five: share right and Brier score hardly move, the order does. */
const RARE = 0.2;
/** Rows of each outcome from which on the area under the curve has an error that can be relied on. */
const LEAST_OF_EACH = 10;

/** Brier score, share right and, where both outcomes are there, area under the curve. At least two rows a side. */
export function performanceOf(baseline: readonly Resolved[], recent: readonly Resolved[]): PerformanceChange[] {
  const changes = [changeOf('brier', baseline.map(brierOf), recent.map(brierOf), -1), changeOf('accuracy', baseline.map(rightOf), recent.map(rightOf))];
  const [a, b] = [recent, baseline].map((rows) => aucParts(rows.map(({ outcome }) => outcome), rows.map(({ probability }) => probability)));
  if (!a || !b || Math.min(a.positives, a.negatives, b.positives, b.negatives) < LEAST_OF_EACH) return changes;
  const { difference, low, high, pValue } = aucDifference(a, b);
  const rare = Math.min(b.positives, b.negatives) < RARE * baseline.length;
  return [...changes, { measure: 'auc', before: b.auc, recent: a.auc, difference, low, high, p_value: pValue, worse: -difference, counts: rare }];
}

export type Judgement = {
  status: DriftStatus;
  /** The measure that decides: of those that are surely and enough worse the worst; without one the worst of all that count. */
  decisive: PerformanceChange;
  score: number;
  pValue: number;
};

/**
 * An alarm takes a change for the worse of at least `warning` and a p-value below alpha, both of the same measure, times the number of measures. p is two-sided and
 * only one side alarms: unchanged predictions do so in half of alpha at most, and the features have the other half.
 */
export function judge(changes: readonly PerformanceChange[], { warning, critical, alpha }: Required<DriftOptions>): Judgement {
  const counting = changes.filter(({ counts }) => counts).sort((a, b) => b.worse - a.worse);
  const adjusted = (change: PerformanceChange) => Math.min(1, change.p_value * counting.length);
  const alarm = counting.find((change) => change.worse >= warning && adjusted(change) < alpha);
  const decisive = alarm ?? counting[0]!;
  return {
    status: !alarm ? 'no_drift' : alarm.worse >= critical ? 'critical' : 'warning',
    decisive, score: Math.min(1, Math.max(0, decisive.worse)), pValue: adjusted(decisive),
  };
}
