/** A p-value for any distance between two samples: how often a random split of their values is as far apart as the one there was. */
import { shuffled, type Rng } from '../rng';

/** At least 1 / (rounds + 1). Right at every sample size and with ties, which fixed thresholds are not. */
export function permutationChance(distance: (reference: number[], current: number[]) => number, reference: readonly number[], current: readonly number[], rng: Rng, rounds = 200): number {
  const seen = distance([...reference], [...current]);
  const pooled = [...reference, ...current];
  let asFar = 0;
  for (let round = 0; round < rounds; round++) {
    const mixed = shuffled(rng, pooled);
    // Equal but for rounding counts as equal.
    if (distance(mixed.slice(0, reference.length), mixed.slice(reference.length)) >= seen * (1 - 1e-12)) asFar++;
  }
  return (asFar + 1) / (rounds + 1);
}
