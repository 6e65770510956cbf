/** A weighted sum of arms' means with its standard error: two arms against each other are the simplest one, effects of factors are others. */
import type { Effect } from './effect';
import { notAvailable, type Maybe } from './not-available';
import { armOf, type Arm, type Sums } from './sums';

/**
 * sum of w m, with variance sum of w^2 v / n and Satterthwaite's degrees of freedom: an effect that `welchOfEffect` and `sequenceOfEffect` take further. Arms of weight
 * nought play no part. `controlMean` is the part with negative weights, as a positive sum. Throws RangeError when no arm has a weight.
 */
export function contrast(arms: readonly Maybe<Arm>[], weights: readonly number[]): Maybe<Effect> {
  if (arms.length !== weights.length || weights.every((w) => w === 0)) throw new RangeError('one weight per arm, not all nought');
  let effect = 0, variance = 0, squares = 0, n = 0, controlMean = 0;
  for (const [i, arm] of arms.entries()) {
    const w = weights[i]!;
    if (w === 0) continue;
    if (!arm.available) return arm;
    if (arm.n < 2) return notAvailable('one_unit');
    if (!(arm.variance > 0)) return notAvailable('zero_variance');
    const share = (w * w * arm.variance) / arm.n;
    effect += w * arm.mean;
    if (w < 0) controlMean -= w * arm.mean;
    variance += share;
    squares += (share * share) / (arm.n - 1);
    n += arm.n;
  }
  return { available: true, n, effect, standardError: Math.sqrt(variance), degreesOfFreedom: (variance * variance) / squares, controlMean };
}

/** One combination of levels in a multivariate experiment, `levels[f]` being the level of factor f, and what its units did. */
export type Cell = { levels: readonly number[]; sums: Sums };
export type FactorEffect = {
  /** The factor and its level, against level 0; two of them for an interaction. */
  of: readonly { factor: number; level: number }[];
  effect: Maybe<Effect>;
};

/**
 * Main effects and two-way interactions of a full factorial design, every level against level 0 of its factor. A main effect is the difference averaged over all
 * combinations of the other factors, each counting alike (not by its units: a lopsided split must not let one factor leak into another). An interaction is how
 * much the difference of one factor changes with the other. Correct for their number (`holm`). Throws RangeError when a combination is missing or there twice.
 */
export function factorialEffects(levelCounts: readonly number[], cells: readonly Cell[]): FactorEffect[] {
  const combinations = levelCounts.reduce((product, count) => product * count, 1);
  const seen = new Set(cells.map(({ levels }) => levels.join()));
  const inside = cells.every(({ levels }) => levels.length === levelCounts.length && levels.every((level, f) => Number.isInteger(level) && level >= 0 && level < levelCounts[f]!));
  if (levelCounts.some((count) => count < 2) || !inside || seen.size !== combinations || cells.length !== combinations) throw new RangeError('every combination of levels once, two levels or more a factor');
  const arms = cells.map(({ sums }) => armOf(sums));
  const sign = (level: number, wanted: number): number => (level === wanted ? 1 : level === 0 ? -1 : 0);
  const effectOf = (of: FactorEffect['of']): FactorEffect => {
    const others = combinations / of.reduce((product, { factor }) => product * levelCounts[factor]!, 1);
    return { of, effect: contrast(arms, cells.map(({ levels }) => of.reduce((product, { factor, level }) => product * sign(levels[factor]!, level), 1) / others)) };
  };
  const singles = levelCounts.flatMap((count, factor) => Array.from({ length: count - 1 }, (_, i) => ({ factor, level: i + 1 })));
  const pairs = singles.flatMap((a) => singles.filter((b) => b.factor > a.factor).map((b) => [a, b] as const));
  return [...singles.map((one) => effectOf([one])), ...pairs.map(effectOf)];
}
