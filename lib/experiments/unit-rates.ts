/** Rates and means of units with what it takes to plan by them. Pure. */
import { meanInterval } from '@/lib/stats/means';
import { wilsonInterval } from '@/lib/stats/rates';
import type { BaseRate } from './base-rates-schema';
import type { Measure } from './schema';

/** What one unit did since it was first exposed. Revenue in major units of the workspace's currency. */
export type UnitSums = { answers: number; helpful: number; incorrect: number; acted: number; decided: number; right: number; won: number; revenue: number };

/** Fewer units than this say too little to plan by. */
export const LEAST_UNITS = 20;

const BINOMIAL: Partial<Record<Measure, (unit: UnitSums) => number>> = { answered: (u) => u.answers, acted: (u) => u.acted, incorrect: (u) => u.incorrect, won: (u) => u.won };
const RATIO: Partial<Record<Measure, (unit: UnitSums) => [number, number]>> = { helpful: (u) => [u.helpful, u.answers], accurate: (u) => [u.right, u.decided] };
const OF_RATIO: Partial<Record<Measure, string>> = { helpful: 'answered', accurate: 'decided insights' };

/** The present rate of a measure over these units. `few` says in words how few there are. */
export function rateOf(measure: Measure, units: readonly UnitSums[], few: string): BaseRate {
  const n = units.length;
  const binomial = BINOMIAL[measure], ratio = RATIO[measure];
  const kind = binomial ? 'binomial' : ratio ? 'ratio' : 'mean';
  const none = (missing: string): BaseRate => ({ measure, kind, n, value: null, low: null, high: null, sd: null, missing });
  if (n < LEAST_UNITS) return none(few);
  if (binomial) {
    const hits = units.filter((unit) => binomial(unit) > 0).length;
    const value = hits / n;
    return { measure, kind, n, value, ...wilsonInterval({ hits, n }), sd: Math.sqrt(value * (1 - value)), missing: null };
  }
  if (ratio) {
    const pairs = units.map(ratio);
    const under = pairs.reduce((sum, [, d]) => sum + d, 0);
    const with_ = pairs.filter(([, d]) => d > 0).length;
    if (with_ < LEAST_UNITS) return none(`Only ${with_} of ${n} have ${measure === 'helpful' ? 'an answer' : OF_RATIO[measure]}.`);
    const value = pairs.reduce((sum, [y]) => sum + y, 0) / under;
    // Delta method: a ratio of sums moves as the mean of these does.
    return spread(value, pairs.map(([y, d]) => value + (y - value * d) / (under / n)), [0, 1]);
  }
  return spread(units.reduce((sum, unit) => sum + unit.revenue, 0) / n, units.map((unit) => unit.revenue), [-Infinity, Infinity]);

  function spread(value: number, values: readonly number[], [least, most]: [number, number]): BaseRate {
    const interval = meanInterval(values)!;
    const sd = Math.sqrt(values.reduce((sum, one) => sum + (one - value) ** 2, 0) / (n - 1));
    return { measure, kind, n, value, low: Math.max(least, interval.low), high: Math.min(most, interval.high), sd, missing: null };
  }
}
