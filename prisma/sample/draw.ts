/** Draws that the parts of the simulator share. */
import { randomInt, type Rng } from '@/lib/stats/rng';

export const chance = (rng: Rng, p: number): boolean => rng() < p;
export const between = (rng: Rng, low: number, high: number): number => low + (high - low) * rng();
/** Throws RangeError on an empty list. */
export function pick<T>(rng: Rng, list: readonly T[]): T {
  const index = randomInt(rng, list.length);
  if (index >= list.length) throw new RangeError('nothing to pick from');
  return list[index] as T;
}
/** Number of events of a Poisson process of this mean (Knuth; means here are small). */
export function poisson(rng: Rng, mean: number): number {
  const limit = Math.exp(-mean);
  let count = -1;
  for (let product = 1; product > limit || count < 0; product *= rng()) count += 1;
  return count;
}
