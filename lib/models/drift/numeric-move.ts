/**
 * Have the values of a numeric feature moved? Below 1,000 values by the largest gap (Kolmogorov-Smirnov), or where there are only some different values by how often
 * each occurs (chi-square); from 1,000 on by the way they went (Wasserstein).
 */
import { exactGapChance, largestGap, sorted, stephensGapChance, type LargestGap } from '@/lib/stats/drift/kolmogorov-smirnov';
import { wasserstein } from '@/lib/stats/drift/wasserstein';
import { wassersteinChance, wassersteinLaw, wassersteinThreshold } from '@/lib/stats/drift/wasserstein-chance';
import { quantileSorted } from '@/lib/stats/quantile';
import { categoryMove } from './category-move';
import { MANY, type Move } from './move';

/** Pairs of values up to which the exact law of the gap is walked through. */
const EXACT_PAIRS = 40_000;

/** `alpha` is this look's share. At least one value a side, all finite. */
export function numericMove(baseline: ArrayLike<number>, recent: ArrayLike<number>, alpha: number, leastMove: number): Move {
  if (Math.min(baseline.length, recent.length) >= MANY) return byDistance(baseline, recent, alpha, leastMove);
  const counts = someValues(baseline, recent);
  return (counts && categoryMove(counts.baseline, counts.recent, alpha, leastMove)) ?? byGap(baseline, recent, alpha);
}

/** With so few different values nearly all are equal to others, and the chance of the gap would come out far too large. */
const SOME_VALUES = 10;

function someValues(baseline: ArrayLike<number>, recent: ArrayLike<number>): { baseline: number[]; recent: number[] } | null {
  const counts = new Map<number, [number, number]>();
  for (const [side, values] of [baseline, recent].entries()) {
    for (let i = 0; i < values.length; i++) {
      const pair = counts.get(values[i]!) ?? [0, 0];
      pair[side as 0 | 1]++;
      if (counts.set(values[i]!, pair).size > SOME_VALUES) return null;
    }
  }
  return { baseline: [...counts.values()].map(([a]) => a), recent: [...counts.values()].map(([, b]) => b) };
}

function byGap(baseline: ArrayLike<number>, recent: ArrayLike<number>, alpha: number): Move {
  const gap = largestGap(baseline, recent);
  return { method: 'ks', statistic: gap.statistic, threshold: leastSteps(gap.n, gap.m, alpha) / (gap.n * gap.m), chance: chanceOf(gap), linear: true };
}

const chanceOf = (gap: LargestGap): number => (gap.n * gap.m <= EXACT_PAIRS ? exactGapChance(gap) : stephensGapChance(gap));

/** The smallest gap, in steps of 1 / (n m), whose chance is below alpha; just past the largest there is when none is. */
function leastSteps(n: number, m: number, alpha: number): number {
  let low = 1, high = n * m + 1;
  while (low < high) {
    const steps = (low + high) >> 1;
    if (chanceOf({ steps, statistic: steps / (n * m), n, m, ties: false }) < alpha) high = steps; else low = steps + 1;
  }
  return low;
}

/** A value counts as no more extreme than all but 1% of both sides together: single outliers move no distance. */
const EXTREME = 0.005;

function byDistance(baseline: ArrayLike<number>, recent: ArrayLike<number>, alpha: number, leastMove: number): Move {
  const pooled = new Float64Array(baseline.length + recent.length);
  pooled.set(baseline);
  pooled.set(recent, baseline.length);
  pooled.sort();
  const [low, high] = [quantileSorted(pooled, EXTREME), quantileSorted(pooled, 1 - EXTREME)];
  const within = (values: ArrayLike<number>) => Float64Array.from(values, (value) => Math.min(high, Math.max(low, value)));
  const [all, a, b] = [within(pooled), sorted(within(baseline)), within(recent)];
  const unit = spread(a) || spread(all);
  const law = wassersteinLaw(all), distance = wasserstein(a, b);
  // Next to each other, or no values but one: nothing has moved.
  if (!(unit > 0)) return { method: 'wasserstein', statistic: 0, threshold: leastMove, chance: 1, linear: true };
  return {
    method: 'wasserstein', statistic: distance / unit, chance: wassersteinChance(law, distance, a.length, b.length), linear: true,
    threshold: Math.max(leastMove, wassersteinThreshold(law, a.length, b.length, alpha) / unit),
  };
}

function spread(values: Float64Array): number {
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / values.length);
}
