/** How far two histograms over the same bins are apart: population stability index, Jensen-Shannon, total variation. Counts in; they need not be of equal totals. */
import { chiSquareAbove } from '../distributions';
import { quantileSorted } from '../quantile';
import { rootFrom } from '../quadrature';
import { sorted } from './kolmogorov-smirnov';

/**
 * Inner edges of bins with about the same share of the reference each: its quantiles at 1/bins, 2/bins, ... without doubles and without its least and
 * greatest value. None for a constant reference: everything is one bin.
 */
export function quantileEdges(reference: ArrayLike<number>, bins = 10): number[] {
  const values = sorted(reference);
  const edges = Array.from({ length: bins + 1 }, (_, i) => quantileSorted(values, i === bins ? 1 : i * (1 / bins)));
  return [...new Set(edges)].sort((a, b) => a - b).slice(1, -1);
}

/** Counts between the edges; the outer bins are open, a value equal to an edge goes right. */
export function countBetween(sample: ArrayLike<number>, edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (let i = 0; i < sample.length; i++) {
    let low = 0, high = edges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (edges[middle]! <= sample[i]!) low = middle + 1; else high = middle;
    }
    counts[low]!++;
  }
  return counts;
}

function sharesOf(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (!(total > 0)) throw new RangeError('a histogram needs at least one unit');
  return counts.map((count) => count / total);
}

/** Sum of (current - reference) ln(current / reference) over shares, which are kept at least `least` (not renormalised). Throws RangeError on an empty side. */
export function stabilityIndex(reference: readonly number[], current: readonly number[], least = 1e-4): number {
  const [p, q] = [sharesOf(reference), sharesOf(current)];
  return p.reduce((sum, share, i) => {
    const [a, b] = [Math.max(share, least), Math.max(q[i]!, least)];
    return sum + (b - a) * Math.log(b / a);
  }, 0);
}

/**
 * What the index stays under in `1 - alpha` of checks when nothing has moved: chi-square times (1/n + 1/m), for shares well above the floor. The usual 0.1 and 0.25 are
 * for samples of thousands: with 50 against 40 values and ten bins nothing moving gives 0.4 on average.
 */
export function stabilityThreshold(n: number, m: number, bins: number, alpha = 0.05): number {
  if (bins < 2) return 0;
  return rootFrom((x) => alpha - chiSquareAbove(x, bins - 1), 0, bins) * (1 / n + 1 / m);
}

/** Square root of the Jensen-Shannon divergence, in nats (0 to 0.833) or with base 2 (0 to 1). */
export function jensenShannonDistance(reference: readonly number[], current: readonly number[], unit: 'nats' | 'base2' = 'base2'): number {
  const [p, q] = [sharesOf(reference), sharesOf(current)];
  const term = (x: number, middle: number): number => (x > 0 ? x * Math.log(x / middle) : 0);
  const divergence = p.reduce((sum, share, i) => sum + term(share, (share + q[i]!) / 2) + term(q[i]!, (share + q[i]!) / 2), 0) / 2;
  return Math.sqrt(Math.max(0, divergence) / (unit === 'base2' ? Math.LN2 : 1));
}

/** Half the sum of the shares' differences: the share that would have to move. */
export function totalVariation(reference: readonly number[], current: readonly number[]): number {
  const [p, q] = [sharesOf(reference), sharesOf(current)];
  return p.reduce((sum, share, i) => sum + Math.abs(share - q[i]!), 0) / 2;
}
