/** Bandits whose truth is known because it is written here: Thompson's draws from posteriors that are refreshed between epochs, yes or no known at the end of each. */
import { betaDraws } from '../bandits/draws';
import { randomInt, type Rng } from '../rng';
import type { ProportionSums } from '../sums';

export type BanditPlay = { rates: readonly number[]; epochs: number; unitsEach: number; floor: number; /** Rates from epoch `from` on, where the world changes. */ later?: { from: number; rates: readonly number[] } };

/** What came of it, by epoch and arm. A draw a unit, with a share of `floor` an arm set aside, splits as the weights of `next-weights.ts` do. */
export function playThompson({ rates, epochs, unitsEach, floor, later }: BanditPlay, rng: Rng): ProportionSums[][] {
  const seen = rates.map(() => ({ hits: 0, misses: 0 }));
  return Array.from({ length: epochs }, (_, epoch) => {
    const draws = seen.map(({ hits, misses }) => betaDraws(1 + hits, 1 + misses));
    const now = later && epoch >= later.from ? later.rates : rates;
    const own = rates.map((): ProportionSums => ({ metric: 'proportion', n: 0, conversions: 0 }));
    for (let unit = 0; unit < unitsEach; unit++) {
      const arm = rng() < floor * rates.length ? randomInt(rng, rates.length) : highest(draws.map((draw) => draw(rng)));
      own[arm]!.n++;
      if (rng() < now[arm]!) own[arm]!.conversions++;
    }
    own.forEach(({ n, conversions }, i) => { seen[i]!.hits += conversions; seen[i]!.misses += n - conversions; });
    return own;
  });
}

const highest = (values: readonly number[]): number => values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);
