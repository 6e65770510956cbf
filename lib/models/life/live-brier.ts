/** Mean squared error of what was said live, with its 95% interval (normal; from n, mean and spread). Pure. */
import type { Measured } from '../schema';

const Z95 = 1.959963984540054;

/** Null under two records: one says nothing of the spread. */
export function meanReach({ n, mean, sd }: { n: number; mean: number; sd: number | null }): Measured | null {
  if (n < 2 || sd === null) return null;
  const reach = (Z95 * sd) / Math.sqrt(n);
  return { value: mean, low: Math.max(0, mean - reach), high: Math.min(1, mean + reach) };
}
