/** How traffic is split, given how likely each arm is to be the best. */
import type { Ranking } from './best-arm';

/** Thompson sampling in the mean over many units: each arm gets traffic in proportion to its chance to be the best. */
export const thompsonWeights = ({ first }: Ranking): number[] => [...first];

/** Top-two sampling (Russo 2016): half to the best, half to the second best; finds the best sooner, earns a little less on the way. */
export const topTwoWeights = ({ first, second }: Ranking): number[] => (first.length < 2 ? [...first] : first.map((p, i) => (p + second[i]!) / 2));

/**
 * Every arm keeps at least `floor`, the rest is shared out: floor + (1 - K floor) w. Additive, so that the order of arms stays and nothing is
 * clipped. Throws RangeError when the floors alone take more than everything.
 */
export function withFloor(weights: readonly number[], floor: number): number[] {
  if (!(floor >= 0) || floor * weights.length > 1 + 1e-12) throw new RangeError(`a floor of ${floor} for ${weights.length} arms leaves nothing to share`);
  return weights.map((w) => floor + (1 - weights.length * floor) * w);
}
