/** Two-sample Kolmogorov-Smirnov: the largest gap between two empirical distributions, and how often chance alone makes one as large. */
import { kolmogorovAbove, oneSampleAbove } from './kolmogorov';

export type LargestGap = {
  /** Between 0 and 1. */
  statistic: number;
  /** The same in whole steps of 1 / (n m), free of rounding. */
  steps: number;
  n: number;
  m: number;
  /** Equal values, within or across samples: exact p-values are then too large. */
  ties: boolean;
};

/** Throws RangeError when a sample is empty or holds what is no number. */
export function largestGap(reference: ArrayLike<number>, current: ArrayLike<number>): LargestGap {
  const a = sorted(reference), b = sorted(current);
  const [n, m] = [a.length, b.length];
  let i = 0, j = 0, steps = 0, ties = false;
  while (i < n && j < m) {
    const value = Math.min(a[i]!, b[j]!);
    const before = i + j;
    while (i < n && a[i] === value) i++;
    while (j < m && b[j] === value) j++;
    if (i + j - before > 1) ties = true;
    steps = Math.max(steps, Math.abs(i * m - j * n));
  }
  const rest = i < n ? a.subarray(i) : b.subarray(j);
  for (let k = 1; k < rest.length && !ties; k++) ties = rest[k] === rest[k - 1];
  return { statistic: steps / (n * m), steps, n, m, ties };
}

export function sorted(sample: ArrayLike<number>): Float64Array {
  if (sample.length === 0) throw new RangeError('a sample needs at least one value');
  const values = Float64Array.from(sample).sort();
  if (Number.isNaN(values[values.length - 1]!)) throw new RangeError('a sample holds numbers only');
  return values;
}

/**
 * Exact P(gap >= the one seen) when all orders are equally likely: a walk over the lattice of orders that adds up what steps outside, so that tiny
 * chances keep their digits. O(n m); with ties it is conservative.
 */
export function exactGapChance({ steps, n, m }: Pick<LargestGap, 'steps' | 'n' | 'm'>): number {
  if (steps <= 0) return 1;
  // inside[j]: chance to come to (i, j) without a gap of `steps` before. The next value is a reference's with chance (left of n) / (left of both).
  const inside = new Float64Array(m + 1);
  let outside = 0;
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= m; j++) {
      let mass = i === 0 && j === 0 ? 1 : 0;
      if (i > 0) mass += inside[j]! * ((n - i + 1) / (n - i + 1 + m - j));
      if (j > 0) mass += inside[j - 1]! * ((m - j + 1) / (n - i + m - j + 1));
      if (Math.abs(i * m - j * n) >= steps) { outside += mass; mass = 0; }
      inside[j] = mass;
    }
  }
  return Math.min(1, outside);
}

/** Kolmogorov's limit, for large samples. */
export const limitGapChance = ({ statistic, n, m }: LargestGap): number => kolmogorovAbove(Math.sqrt((n * m) / (n + m)) * statistic);

/** Stephens' correction (1970) of the limit for small samples. */
export function stephensGapChance({ statistic, n, m }: LargestGap): number {
  const root = Math.sqrt((n * m) / (n + m));
  return kolmogorovAbove((root + 0.12 + 0.11 / root) * statistic);
}

/** The one-sample law at round(nm / (n + m)) values, as scipy's "asymptotic" does it. Half to even, as Python rounds. */
export const oneSampleGapChance = ({ statistic, n, m }: LargestGap): number => oneSampleAbove(roundHalfEven((n * m) / (n + m)), statistic);

const roundHalfEven = (x: number): number => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x));

/** Past so many cells the walk over the lattice takes longer than it is worth. */
const EXACT_CELLS = 10_000_000;

/** Exact up to 10 million pairs of values, Stephens beyond. */
export const gapChance = (gap: LargestGap): number => (gap.n * gap.m <= EXACT_CELLS ? exactGapChance(gap) : stephensGapChance(gap));
