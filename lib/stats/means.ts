/** One mean, and two means against each other, by Student's t. Values in, in any unit; intervals are two-sided at `level` (0.95). */
import tCdf from '@stdlib/stats-base-dists-t-cdf';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';

export type MeanInterval = { mean: number; low: number; high: number; n: number };
export type MeanTest = { t: number; degreesOfFreedom: number; pValue: number };
export type MeanComparison = {
  /** mean of a - mean of b. */
  difference: number;
  low: number;
  high: number;
  /** Two-sided Welch test. */
  pValue: number;
  nA: number;
  nB: number;
};

type Moments = { n: number; mean: number; /** Variance of the mean, s^2 / n. */ error2: number };

/** Two passes, so that large values with a small spread lose nothing. */
function moments(values: readonly number[]): Moments {
  const n = values.length;
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / n;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { n, mean, error2: squares / (n - 1) / n };
}

/** Student's interval (1908): mean ± t(n - 1) s / sqrt(n). Null under two values: one value says nothing of its spread. */
export function meanInterval(values: readonly number[], level = 0.95): MeanInterval | null {
  if (values.length < 2) return null;
  const { n, mean, error2 } = moments(values);
  const reach = error2 === 0 ? 0 : tQuantile(0.5 + level / 2, n - 1) * Math.sqrt(error2);
  return { mean, low: mean - reach, high: mean + reach, n };
}

/** Student's interval with the two-sided p of a mean of nought: for paired differences. Null under two values. */
export function meanTest(values: readonly number[], level = 0.95): (MeanInterval & { pValue: number }) | null {
  const interval = meanInterval(values, level);
  if (interval === null) return null;
  const { n, mean, error2 } = moments(values);
  return { ...interval, pValue: error2 === 0 ? (mean === 0 ? 1 : 0) : Math.min(1, 2 * tCdf(-Math.abs(mean) / Math.sqrt(error2), n - 1)) };
}

/** Welch's t (1947) with the Welch-Satterthwaite degrees of freedom: the groups may differ in spread and size. Null when a side has fewer than two values. */
export function compareMeans(a: readonly number[], b: readonly number[], level = 0.95): MeanComparison | null {
  if (a.length < 2 || b.length < 2) return null;
  return welch(moments(a), moments(b), level);
}

/** Welch's test by itself: t of mean(a) - mean(b). Null when a side has fewer than two values, or neither has any spread. */
export function welchTest(a: readonly number[], b: readonly number[]): MeanTest | null {
  if (a.length < 2 || b.length < 2) return null;
  const [x, y] = [moments(a), moments(b)];
  if (x.error2 + y.error2 === 0) return null;
  const t = (x.mean - y.mean) / Math.sqrt(x.error2 + y.error2);
  const degreesOfFreedom = satterthwaite(x.error2, x.n, y.error2, y.n);
  return { t, degreesOfFreedom, pValue: Math.min(1, 2 * tCdf(-Math.abs(t), degreesOfFreedom)) };
}

/** Degrees of freedom of a difference of two means with variances `errorA` and `errorB` (Welch-Satterthwaite), not both nought. */
export function satterthwaite(errorA: number, nA: number, errorB: number, nB: number): number {
  // By shares, so that squares of tiny variances do not vanish.
  const share = errorA / (errorA + errorB);
  return 1 / (share ** 2 / (nA - 1) + (1 - share) ** 2 / (nB - 1));
}

function welch(a: Moments, b: Moments, level: number): MeanComparison {
  const difference = a.mean - b.mean;
  const error2 = a.error2 + b.error2;
  // No spread at all on either side: the difference is what it is.
  if (error2 === 0) return { difference, low: difference, high: difference, pValue: difference === 0 ? 1 : 0, nA: a.n, nB: b.n };
  const df = satterthwaite(a.error2, a.n, b.error2, b.n);
  const error = Math.sqrt(error2);
  const reach = tQuantile(0.5 + level / 2, df) * error;
  return { difference, low: difference - reach, high: difference + reach, pValue: Math.min(1, 2 * tCdf(-Math.abs(difference) / error, df)), nA: a.n, nB: b.n };
}
