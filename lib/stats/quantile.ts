/** Order statistics of a sample. */

/** Quantile `p` (0..1) of an ascending sample, linear between order statistics (Hyndman-Fan type 7). NaN when empty. */
export function quantileSorted(sorted: ArrayLike<number>, p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError('p must lie in 0..1');
  if (sorted.length === 0) return NaN;
  const place = (sorted.length - 1) * p;
  const below = Math.floor(place);
  const lower = sorted[below] as number;
  const upper = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  const past = place - below;
  // From the nearer end, as numpy does: never beyond either, and the same in the last bit.
  return past >= 0.5 ? upper - (upper - lower) * (1 - past) : lower + (upper - lower) * past;
}

/** Quantile `p` of an unordered sample; the sample is left as it is. */
export const quantile = (sample: ArrayLike<number>, p: number): number => quantileSorted(Float64Array.from(sample).sort(), p);

export const median = (sample: ArrayLike<number>): number => quantile(sample, 0.5);
