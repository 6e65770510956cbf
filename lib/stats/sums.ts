/**
 * What an analysis needs to know of an arm's outcomes: a handful of sums, whatever their number. Outcomes are added one at a time,
 * sums of parts are merged; order and grouping do not matter (to the rounding of sums: for whole numbers, not at all).
 */
import { notAvailable, type Maybe } from './not-available';

/** Yes or no for each unit. */
export type ProportionSums = { metric: 'proportion'; n: number; conversions: number };
/** A number for each unit. */
export type MeanSums = { metric: 'mean'; n: number; sum: number; sumSquares: number };
/** Two numbers for each unit; the metric is the sum of the first over the sum of the second (amount a deal, replies a message). */
export type RatioSums = { metric: 'ratio'; n: number; numSum: number; numSumSquares: number; denSum: number; denSumSquares: number; crossSum: number };
/** A number for each unit, and the same (or another) of the unit from before the experiment. `of` says whether the outcome is yes or no. */
export type CupedSums = { metric: 'cuped'; of: 'proportion' | 'mean'; n: number; postSum: number; postSumSquares: number; preSum: number; preSumSquares: number; crossSum: number };
export type Sums = ProportionSums | MeanSums | RatioSums | CupedSums;

export type OutcomeOf<S extends Sums> = S extends ProportionSums ? { converted: boolean }
  : S extends MeanSums ? { value: number }
    : S extends RatioSums ? { numerator: number; denominator: number }
      : { post: number; pre: number };

export const noProportion = (): ProportionSums => ({ metric: 'proportion', n: 0, conversions: 0 });
export const noMean = (): MeanSums => ({ metric: 'mean', n: 0, sum: 0, sumSquares: 0 });
export const noRatio = (): RatioSums => ({ metric: 'ratio', n: 0, numSum: 0, numSumSquares: 0, denSum: 0, denSumSquares: 0, crossSum: 0 });
export const noCuped = (of: CupedSums['of'] = 'mean'): CupedSums => ({ metric: 'cuped', of, n: 0, postSum: 0, postSumSquares: 0, preSum: 0, preSumSquares: 0, crossSum: 0 });

/** One unit more. */
export function addOutcome<S extends Sums>(sums: S, outcome: OutcomeOf<S>): S {
  const given: Sums = sums;
  switch (given.metric) {
    case 'proportion': return { metric: 'proportion', n: given.n + 1, conversions: given.conversions + ((outcome as OutcomeOf<ProportionSums>).converted ? 1 : 0) } as S;
    case 'mean': {
      const { value } = outcome as OutcomeOf<MeanSums>;
      return { metric: 'mean', n: given.n + 1, sum: given.sum + value, sumSquares: given.sumSquares + value * value } as S;
    }
    case 'ratio': {
      const { numerator: m, denominator: d } = outcome as OutcomeOf<RatioSums>;
      return merge(given, { metric: 'ratio', n: 1, numSum: m, numSumSquares: m * m, denSum: d, denSumSquares: d * d, crossSum: m * d }) as S;
    }
    case 'cuped': {
      const { post, pre } = outcome as OutcomeOf<CupedSums>;
      return merge(given, { metric: 'cuped', of: given.of, n: 1, postSum: post, postSumSquares: post * post, preSum: pre, preSumSquares: pre * pre, crossSum: post * pre }) as S;
    }
  }
}

/** Both together. Throws TypeError on sums of different metrics. */
export function merge<S extends Sums>(a: S, b: S): S {
  const [x, y]: [Sums, Sums] = [a, b];
  if (x.metric === 'proportion' && y.metric === 'proportion') return { metric: 'proportion', n: x.n + y.n, conversions: x.conversions + y.conversions } as S;
  if (x.metric === 'mean' && y.metric === 'mean') return { metric: 'mean', n: x.n + y.n, sum: x.sum + y.sum, sumSquares: x.sumSquares + y.sumSquares } as S;
  if (x.metric === 'ratio' && y.metric === 'ratio') {
    return {
      metric: 'ratio', n: x.n + y.n, numSum: x.numSum + y.numSum, numSumSquares: x.numSumSquares + y.numSumSquares,
      denSum: x.denSum + y.denSum, denSumSquares: x.denSumSquares + y.denSumSquares, crossSum: x.crossSum + y.crossSum,
    } as S;
  }
  if (x.metric === 'cuped' && y.metric === 'cuped' && x.of === y.of) {
    return {
      metric: 'cuped', of: x.of, n: x.n + y.n, postSum: x.postSum + y.postSum, postSumSquares: x.postSumSquares + y.postSumSquares,
      preSum: x.preSum + y.preSum, preSumSquares: x.preSumSquares + y.preSumSquares, crossSum: x.crossSum + y.crossSum,
    } as S;
  }
  throw new TypeError(`sums of a ${x.metric} and of a ${y.metric} do not add up`);
}

/** An arm as the engines see it. `variance` is of one unit, not of the mean. */
export type Arm = { n: number; mean: number; variance: number };

/**
 * Sum of squares (or products) about the mean from raw sums. A spread of less than 1e-13 of the sums themselves is rounding, and counts
 * as none.
 */
export function centred(cross: number, sumX: number, sumY: number, n: number): number {
  const spread = cross - (sumX * sumY) / n;
  return Math.abs(spread) <= 1e-13 * Math.abs(cross) ? 0 : spread;
}

/**
 * Mean and variance of an arm. A proportion's variance is m (1 - m), a mean's has n - 1 below; a ratio's is that of its linearisation
 * (delta method): vM / D^2 + vD M^2 / D^4 - 2 c M / D^3 with the means M and D. A `cuped` arm is taken without its adjustment.
 */
export function armOf(sums: Sums): Maybe<Arm> {
  const { n } = sums;
  if (n === 0) return notAvailable('no_units');
  if (sums.metric === 'proportion') {
    const mean = sums.conversions / n;
    return { available: true, n, mean, variance: mean * (1 - mean) };
  }
  if (sums.metric === 'cuped' && sums.of === 'proportion') return armOf({ metric: 'proportion', n, conversions: sums.postSum });
  if (n === 1) return notAvailable('one_unit');
  if (sums.metric === 'mean') return { available: true, n, mean: sums.sum / n, variance: centred(sums.sumSquares, sums.sum, sums.sum, n) / (n - 1) };
  if (sums.metric === 'cuped') return armOf({ metric: 'mean', n, sum: sums.postSum, sumSquares: sums.postSumSquares });
  const m = sums.numSum / n, d = sums.denSum / n;
  if (d === 0) return notAvailable('zero_denominator');
  const vm = centred(sums.numSumSquares, sums.numSum, sums.numSum, n) / (n - 1);
  const vd = centred(sums.denSumSquares, sums.denSum, sums.denSum, n) / (n - 1);
  const c = centred(sums.crossSum, sums.numSum, sums.denSum, n) / (n - 1);
  const variance = vm / d ** 2 + (vd * m ** 2) / d ** 4 - (2 * c * m) / d ** 3;
  return { available: true, n, mean: m / d, variance: variance <= 1e-13 * (vm / d ** 2) ? 0 : variance };
}
