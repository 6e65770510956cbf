/**
 * Do predictions come out worse than on the baseline? Each measure by itself, with the change for the worse that thresholds are applied to.
 *
 * Normalised change: the difference divided by what the measure spans. Brier score, share right and area under the curve all lie in 0..1, so it is the plain
 * difference: from 80% right to 65% is 0.15. Measures with a mean beyond 1 (money, counts) are divided by the baseline's mean.
 */
import { aucDifference, aucParts } from '@/lib/stats/auc-difference';
import { studentBeyond } from '@/lib/stats/distributions';
import { compareMeans } from '@/lib/stats/means';
import type { DriftStatus, PerformanceChange } from './schema';
import type { DriftOptions } from './options';

/** A prediction whose outcome is known. */
export type Resolved = { probability: number; outcome: 0 | 1 };

const brierOf = ({ probability, outcome }: Resolved): number => (probability - outcome) ** 2;
const rightOf = ({ probability, outcome }: Resolved): number => (probability >= 0.5 === (outcome === 1) ? 1 : 0);

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Without the last digits that binary fractions leave: from 0.8 to 0.7 is a change of 0.1. */
const clean = (value: number): number => Number(value.toFixed(12)) + 0;

/** `chance`: the p-value that an alarm goes by. */
export type Measured = { change: PerformanceChange; chance: number };

/** Per-row performance, higher is better (`sign` -1: lower), at least two rows a side: Welch's t-test on the means. */
export function changeOf(measure: PerformanceChange['measure'], baseline: readonly number[], recent: readonly number[], sign: 1 | -1 = 1): Measured {
  const before = mean(baseline);
  const { difference, low, high, pValue } = compareMeans(recent, baseline)!;
  return {
    change: { measure, before, recent: mean(recent), difference, low, high, p_value: pValue, worse: clean((-sign * difference) / Math.max(1, Math.abs(before))), counts: true },
    chance: Math.max(pValue, commonSpreadChance(baseline, recent)),
  };
}

/**
 * Student's t-test: if nothing has changed, the spread is the same on both sides. With some 50 rows of lopsided values against many, Welch reads the spread from the few
 * and finds a difference in 8% of clean checks; both together in 1%. With as many rows on both sides they agree.
 */
function commonSpreadChance(a: readonly number[], b: readonly number[]): number {
  const centres = [mean(a), mean(b)] as const, df = a.length + b.length - 2;
  const squares = [a, b].reduce((sum, rows, side) => sum + rows.reduce((all, value) => all + (value - centres[side as 0 | 1]) ** 2, 0), 0);
  if (squares === 0) return centres[0] === centres[1] ? 1 : 0;
  return studentBeyond((centres[0] - centres[1]) / Math.sqrt((squares / df) * (1 / a.length + 1 / b.length)), df);
}

/** Where fewer than one in five have the rarer outcome, saying always the same is right in four of five: share right and Brier score hardly move, the order does. */
const RARE = 0.2;
/** Rows of each outcome from which on the area under the curve has an error that can be relied on. */
const LEAST_OF_EACH = 10;

/** Brier score, share right and, where both outcomes are there, area under the curve. At least two rows a side. */
export function performanceOf(baseline: readonly Resolved[], recent: readonly Resolved[]): Measured[] {
  const changes = [changeOf('brier', baseline.map(brierOf), recent.map(brierOf), -1), changeOf('accuracy', baseline.map(rightOf), recent.map(rightOf))];
  const [a, b] = [recent, baseline].map((rows) => aucParts(rows.map(({ outcome }) => outcome), rows.map(({ probability }) => probability)));
  if (!a || !b || Math.min(a.positives, a.negatives, b.positives, b.negatives) < LEAST_OF_EACH) return changes;
  const { difference, low, high, pValue } = aucDifference(a, b);
  const rare = Math.min(b.positives, b.negatives) < RARE * baseline.length;
  return [...changes, { change: { measure: 'auc', before: b.auc, recent: a.auc, difference, low, high, p_value: pValue, worse: clean(-difference), counts: rare }, chance: pValue }];
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
export function judge(measured: readonly Measured[], { warning, critical, alpha }: Required<DriftOptions>): Judgement {
  const counting = measured.filter(({ change }) => change.counts).sort((a, b) => b.change.worse - a.change.worse);
  const adjusted = ({ chance }: Measured) => Math.min(1, chance * counting.length);
  const alarm = counting.find((one) => one.change.worse >= warning && adjusted(one) < alpha);
  const decisive = alarm ?? counting[0]!, { worse } = decisive.change;
  return { status: !alarm ? 'no_drift' : worse >= critical ? 'critical' : 'warning', decisive: decisive.change, score: Math.min(1, Math.max(0, worse)), pValue: adjusted(decisive) };
}
