/** Intervals by resampling whole groups: rows of one deal are not independent, so deals are drawn, not rows. */
import { quantileSorted } from './quantile';
import { randomInt, type Rng } from './rng';
import type { Interval } from './rates';

/**
 * Percentile bootstrap over groups (Efron; "cases" resampled with replacement). `group[i]` is the group (0..groups-1) of row i;
 * `statistics` receives how often each row was drawn and returns any number of figures, all from the same draw, so that a
 * difference of two figures is a paired one. Returns one interval per figure.
 */
export function bootstrapByGroup(
  { group, groups, rng, replicates = 1000, level = 0.95 }: { group: ArrayLike<number>; groups: number; rng: Rng; replicates?: number; level?: number },
  statistics: (multiplicity: Float64Array) => readonly number[],
): Interval[] {
  const drawn = new Float64Array(groups);
  const multiplicity = new Float64Array(group.length);
  const samples: Float64Array[] = [];
  for (let r = 0; r < replicates; r++) {
    drawn.fill(0);
    for (let g = 0; g < groups; g++) drawn[randomInt(rng, groups)]! += 1;
    for (let i = 0; i < multiplicity.length; i++) multiplicity[i] = drawn[group[i] as number] as number;
    statistics(multiplicity).forEach((value, k) => { (samples[k] ??= new Float64Array(replicates))[r] = value; });
  }
  const tail = (1 - level) / 2;
  return samples.map((sample) => {
    sample.sort();
    return { low: quantileSorted(sample, tail), high: quantileSorted(sample, 1 - tail) };
  });
}
