/** A workspace's distribution of one quantity, small enough to be stored: 21 quantiles from the smallest to the largest. */
import { quantileSorted } from '@/lib/stats/quantile';

const STEPS = 20;

/** `grid[i]` is the quantile i / 20; empty when n = 0. */
export type Distribution = { n: number; grid: number[] };

export function distributionOf(values: readonly number[]): Distribution {
  if (values.length === 0) return { n: 0, grid: [] };
  const sorted = Float64Array.from(values).sort();
  return { n: values.length, grid: Array.from({ length: STEPS + 1 }, (_, i) => quantileSorted(sorted, i / STEPS)) };
}

/** Quantile `p` (0..1), linear between the stored ones; null when nothing was observed. */
export const quantileOf = ({ grid }: Distribution, p: number): number | null => (grid.length === 0 ? null : quantileSorted(grid, p));
