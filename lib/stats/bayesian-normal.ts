/**
 * Bayesian comparison by a normal approximation of the effect: for means and ratios, and by name for rates. On the relative scale it understates
 * wins of rates (100 against 130 of 1,000: 0.967 where the exact answer is 0.982): for rates `bayesian-beta.ts` is the default.
 */
import { normalAbove, normalBelow, normalCritical, normalDensity } from './distributions';
import { effectOf, type Effect, type Scale } from './effect';
import type { Maybe } from './not-available';
import type { Sums } from './sums';

/** What was believed before: nothing (flat), or a normal distribution of the effect, relative unless said: for example mean 0 and sd 0.3. */
export type Prior = { kind: 'flat' } | { kind: 'normal'; mean: number; sd: number; scale?: Scale };
export type NormalPosterior = {
  /** P(treatment is better). */
  chanceToBeatControl: number;
  mean: number;
  sd: number;
  low: number;
  high: number;
  /** What is lost on average, in the unit of the effect, by keeping the control, or by taking the treatment. */
  lossIfControl: number;
  lossIfTreatment: number;
};
export type BayesianOptions = {
  scale?: Scale; prior?: Prior;
  /** Level of the equal-tailed credible interval. */
  level?: number;
  /** Lower is better. The effect and its interval keep their sign. */
  inverse?: boolean;
};

/** E[max(D, 0)] for D ~ N(mean, sd^2). */
export function expectedGain(mean: number, sd: number): number {
  const z = mean / sd;
  return Math.max(0, sd * (z * normalBelow(z) + normalDensity(z)));
}

/** Posterior of an effect with a standard error. A prior on the other scale than the effect's is rescaled by |control mean|. */
export function normalPosterior({ effect, standardError, controlMean }: Pick<Effect, 'effect' | 'standardError' | 'controlMean'>, { scale = 'relative', prior = { kind: 'flat' }, level = 0.95, inverse = false }: BayesianOptions = {}): NormalPosterior {
  let mean = effect, sd = standardError;
  if (prior.kind === 'normal') {
    const { scale: given = 'relative' } = prior;
    const unit = given === scale ? 1 : scale === 'absolute' ? Math.abs(controlMean) : 1 / Math.abs(controlMean);
    const [m0, s0] = [prior.mean * unit, prior.sd * unit];
    if (!(s0 > 0)) throw new RangeError('a normal prior needs a positive sd');
    const [w, w0] = [1 / standardError ** 2, 1 / s0 ** 2];
    mean = (effect * w + m0 * w0) / (w + w0);
    sd = Math.sqrt(1 / (w + w0));
  }
  const reach = normalCritical((1 - level) / 2) * sd;
  const [up, down] = [expectedGain(mean, sd), expectedGain(-mean, sd)];
  return {
    chanceToBeatControl: inverse ? normalAbove(mean / sd) : normalBelow(mean / sd),
    mean, sd, low: mean - reach, high: mean + reach,
    lossIfControl: inverse ? down : up, lossIfTreatment: inverse ? up : down,
  };
}

export function bayesianNormal(control: Sums, treatment: Sums, options: BayesianOptions = {}): Maybe<NormalPosterior & { n: number }> {
  const effect = effectOf(control, treatment, options.scale ?? 'relative');
  return effect.available ? { available: true, n: effect.n, ...normalPosterior(effect, options) } : effect;
}
