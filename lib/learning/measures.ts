/** From sums over deals to figures that can be read: interval, sample, comparison, or the reason why not. Pure. */
import { clusteredDifference, clusteredMean, clusteredRate, type ClusterSums } from '@/lib/stats/clustered-rates';
import type { Comparison, Measure } from './schema';

const NOTHING: ClusterSums = { n: 0, hits: 0, clusters: 0, nn: 0, hn: 0, hh: 0 };

/** Nothing to count from yet: `why` says what is missing. */
export const noMeasure = (why: string, over: Partial<Measure> = {}): Measure => ({ value: null, low: null, high: null, n: 0, groups: 0, why, compared: null, whyNotCompared: null, ...over });

type Told = { value: number; low: number; high: number; n: number };
export const compareWith = (a: Told, b: Told | null, to: string): Comparison | null => (b ? { to, value: b.value, n: b.n, ...clusteredDifference(a, b) } : null);

export type Words = {
  /** "No insight was resolved." */
  none: string;
  /** What `before` is: "the 90 days before"; null when nothing lies before. */
  before?: string | null;
  /** Where nothing can stand beside it. */
  alone?: string;
};

function measureOf<T extends Told & { clusters: number }>(estimate: (sums: ClusterSums) => T | null, sums: ClusterSums | undefined, before: ClusterSums | undefined, { none, before: to, alone }: Words): Measure {
  const { n, clusters, hits } = sums ?? NOTHING;
  const found = estimate(sums ?? NOTHING);
  if (!found) return noMeasure(n === 0 ? none : 'One deal alone says nothing about how deals differ.', { value: n === 0 ? null : hits / n, n, groups: clusters });
  const compared = to ? compareWith(found, estimate(before ?? NOTHING), to) : null;
  const whyNotCompared = compared ? null : alone ?? (to ? `Nothing to compare with in ${to}.` : 'There is no earlier period to compare with.');
  return { value: found.value, low: found.low, high: found.high, n, groups: clusters, why: null, compared, whyNotCompared };
}

/** A share of rows that belong to deals (or people). */
export const rateMeasure = (sums: ClusterSums | undefined, before: ClusterSums | undefined, words: Words): Measure => measureOf(clusteredRate, sums, before, words);

/** A mean of values that belong to deals (or people). */
export const meanMeasure = (sums: ClusterSums | undefined, before: ClusterSums | undefined, words: Words): Measure => measureOf(clusteredMean, sums, before, words);
