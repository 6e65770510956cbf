/**
 * Bayesian comparison of two rates, exact: independent Beta priors, Beta posteriors, every figure an integral over them by quadrature (no draws, so
 * the same counts always give the same answer). The default for rates.
 *
 *   P(B > A) = int fB FA        E[max(B - A, 0)] = int FA (1 - FB)        P(B - A < d) = int fA FB(x + d)        P(B / A < r) = int fA FB(r x)
 */
import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import { betaBelow } from './distributions';
import { betaCurve, commonNodes, logOdds, rateAt, thinned, type PosteriorCurve } from './posterior-curve';
import { nodesOver, rootBetween } from './quadrature';
import { betaInterval, checkCount, type Count, type Interval } from './rates';

export type BetaPrior = { alpha: number; beta: number };
export const UNIFORM: BetaPrior = { alpha: 1, beta: 1 };
export type BetaOptions = { prior?: BetaPrior; level?: number; /** Lower is better. */ inverse?: boolean };

export type RateDecision = {
  /** P(the treatment's rate is better). */
  chanceToBeatControl: number;
  /** Rate lost on average by keeping the control, or by taking the treatment (absolute, in fractions). */
  lossIfControl: number;
  lossIfTreatment: number;
};
export type RatePosterior = RateDecision & {
  control: Interval & { mean: number };
  treatment: Interval & { mean: number };
  /** B - A. */
  difference: Interval & { mean: number };
  /** B / A - 1. The mean exists only when the control's posterior alpha is above 1: null otherwise. */
  uplift: Interval & { median: number; mean: number | null };
};

type Beta = { a: number; b: number; curve: PosteriorCurve };

function posterior({ hits, n }: Count, prior: BetaPrior): Beta {
  checkCount({ hits, n });
  const a = prior.alpha + hits, b = prior.beta + n - hits;
  return { a, b, curve: betaCurve(a, b) };
}

/** Chance and losses only: a few milliseconds. */
export function rateDecision(control: Count, treatment: Count, { prior = UNIFORM, inverse = false }: BetaOptions = {}): RateDecision {
  return decide(posterior(control, prior), posterior(treatment, prior), inverse);
}

function decide(A: Beta, B: Beta, inverse: boolean): RateDecision {
  const { at, weight } = commonNodes([A.curve, B.curve]);
  let bWins = 0, aWins = 0, up = 0, down = 0;
  for (let k = 0; k < at.length; k++) {
    const t = at[k]!, w = weight[k]!;
    const [belowA, belowB, aboveA, aboveB] = [A.curve.below(t), B.curve.below(t), A.curve.above(t), B.curve.above(t)];
    const dx = rateAt(t) * rateAt(-t) * w;
    bWins += w * B.curve.density(t) * belowA;
    aWins += w * A.curve.density(t) * belowB;
    up += dx * belowA * aboveB;
    down += dx * belowB * aboveA;
  }
  // Both are exact to rounding; together they are one.
  const chance = bWins / (aWins + bWins);
  return inverse ? { chanceToBeatControl: aWins / (aWins + bWins), lossIfControl: down, lossIfTreatment: up } : { chanceToBeatControl: chance, lossIfControl: up, lossIfTreatment: down };
}

/** P(B < where(x)) for x from A, where `back` is the inverse of the rising function `where`. */
function chanceBelow(A: Beta, B: Beta, where: (x: number) => number, back: (y: number) => number): number {
  const [from, to] = [A.curve.ends[0]!, A.curve.ends[A.curve.ends.length - 1]!];
  // The pieces of A, and those of B as seen from A; where B's rate hits 0 or 1 its curve may have a corner.
  const seen = [0, 1, ...B.curve.ends.map(rateAt)].map(back).filter((x) => x > 0 && x < 1).map(logOdds).filter((t) => t > from && t < to);
  const { at, weight } = nodesOver(thinned([...A.curve.ends, ...seen], (to - from) * 1e-9));
  let sum = 0;
  for (let k = 0; k < at.length; k++) {
    const mass = weight[k]! * A.curve.density(at[k]!);
    if (mass > 1e-19) sum += mass * betaBelow(where(rateAt(at[k]!)), B.a, B.b);
  }
  return sum;
}

/** Everything there is to say about two rates: tens of milliseconds. */
export function bayesianRates(control: Count, treatment: Count, { prior = UNIFORM, level = 0.95, inverse = false }: BetaOptions = {}): RatePosterior {
  const A = posterior(control, prior), B = posterior(treatment, prior);
  const tail = (1 - level) / 2;
  const mean = ({ a, b }: Beta): number => a / (a + b);
  const quantile = ({ a, b }: Beta, p: number): number => betaQuantile(p, a, b);

  // P(D < d) <= p when B's own p/2 quantile less A's 1 - p/2 quantile is d: between those ends lies the quantile.
  const difference = (p: number): number => rootBetween(
    (d) => chanceBelow(A, B, (x) => x + d, (y) => y - d) - p,
    quantile(B, p / 2) - quantile(A, 1 - p / 2), quantile(B, 1 - (1 - p) / 2) - quantile(A, (1 - p) / 2), 1e-13,
  );
  const uplift = (p: number): number => Math.expm1(rootBetween(
    (ln) => chanceBelow(A, B, (x) => Math.exp(ln) * x, (y) => y / Math.exp(ln)) - p,
    Math.log(quantile(B, p / 2) / quantile(A, 1 - p / 2)), Math.log(quantile(B, 1 - (1 - p) / 2) / quantile(A, (1 - p) / 2)), 1e-13,
  ));
  return {
    ...decide(A, B, inverse),
    control: { mean: mean(A), ...betaInterval(A.a, A.b, level) },
    treatment: { mean: mean(B), ...betaInterval(B.a, B.b, level) },
    difference: { mean: mean(B) - mean(A), low: difference(tail), high: difference(1 - tail) },
    uplift: { mean: A.a > 1 ? (mean(B) * (A.a + A.b - 1)) / (A.a - 1) - 1 : null, median: uplift(0.5), low: uplift(tail), high: uplift(1 - tail) },
  };
}
