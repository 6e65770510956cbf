/**
 * Rates and means of rows that come in clusters: several insights of one deal share that deal's luck, so a hundred rows of twenty
 * deals know less than a hundred rows of a hundred. Everything is computed from six sums over the clusters, which a database can
 * make in one pass, and in closed form: the same data always gives the same interval.
 */
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';

/** Over clusters k with `n_k` rows that add up to `h_k` (hits, or any values): Σn, Σh, how many, Σn², Σh·n, Σh². */
export type ClusterSums = { n: number; hits: number; clusters: number; nn: number; hn: number; hh: number };
export type ClusteredRate = {
  value: number; low: number; high: number; n: number; clusters: number;
  /** As how many independent rows these count. */
  effective: number;
};
export type ClusteredDifference = { difference: number; low: number; high: number };

/** Sums of clusters given one by one. */
export function clusterSums(clusters: Iterable<{ hits: number; n: number }>): ClusterSums {
  const sums = { n: 0, hits: 0, clusters: 0, nn: 0, hn: 0, hh: 0 };
  for (const { hits, n } of clusters) {
    if (n === 0) continue;
    sums.n += n; sums.hits += hits; sums.clusters++; sums.nn += n * n; sums.hn += hits * n; sums.hh += hits * hits;
  }
  return sums;
}

const studentQuantile = (level: number, df: number): number => tQuantile(0.5 + level / 2, df);

/** Variance of the ratio Σh/Σn between clusters, linearised (Cochran 1977, 6.4). Needs two clusters. */
const ratioVariance = ({ n, hits, clusters, nn, hn, hh }: ClusterSums): number => {
  const ratio = hits / n;
  return (clusters / (clusters - 1)) * Math.max(0, hh - 2 * ratio * hn + ratio * ratio * nn) / (n * n);
};

/**
 * A share with the Wilson interval at the effective sample size (Korn and Graubard's effective size in Wilson's formula, as compared
 * by Dean and Pagano 2015): stays inside 0..1, is the plain Wilson interval when each cluster has one row, and widens when clusters
 * agree within themselves or are few. Where nothing varies (no hit, or nothing but hits) the rows of a cluster count as copies.
 * Null without rows.
 */
export function clusteredRate(sums: ClusterSums, level = 0.95): ClusteredRate | null {
  const { n, hits, clusters, nn } = sums;
  if (n === 0) return null;
  const value = hits / n;
  const copies = (n * n) / nn;
  let effective = Math.min(n, copies);
  if (clusters > 1) {
    const between = ratioVariance(sums);
    const alone = value * (1 - value);
    if (alone > 1e-12 && between > 1e-15) effective = Math.min(n, alone / between);
    // Few clusters know little of how much clusters differ.
    effective = Math.max(1, effective * (studentQuantile(level, Math.max(1, n - 1)) / studentQuantile(level, clusters - 1)) ** 2);
  }
  return { value, ...wilson(value, effective, level), n, clusters, effective };
}

function wilson(rate: number, n: number, level: number): { low: number; high: number } {
  const z2 = normalQuantile(0.5 + level / 2, 0, 1) ** 2;
  const centre = (rate + z2 / (2 * n)) / (1 + z2 / n);
  const reach = Math.sqrt(z2 * ((rate * (1 - rate)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  return { low: rate === 0 ? 0 : Math.max(0, centre - reach), high: rate === 1 ? 1 : Math.min(1, centre + reach) };
}

/** A mean with the t interval of the ratio estimator, one degree of freedom less than clusters. Null under two clusters. */
export function clusteredMean(sums: ClusterSums, level = 0.95): Omit<ClusteredRate, 'effective'> | null {
  const { n, hits, clusters } = sums;
  if (clusters < 2) return null;
  const value = hits / n;
  const reach = studentQuantile(level, clusters - 1) * Math.sqrt(ratioVariance(sums));
  return { value, low: value - reach, high: value + reach, n, clusters };
}

/** Value of a - b; the interval puts the two intervals together as Newcombe (1998, method 10) does, so it keeps their widening. */
export const clusteredDifference = (a: Pick<ClusteredRate, 'value' | 'low' | 'high'>, b: Pick<ClusteredRate, 'value' | 'low' | 'high'>): ClusteredDifference => ({
  difference: a.value - b.value,
  low: a.value - b.value - Math.hypot(a.value - a.low, b.high - b.value),
  high: a.value - b.value + Math.hypot(a.high - a.value, b.value - b.low),
});
