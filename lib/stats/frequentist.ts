/** Fixed-horizon comparison by Welch's t, absolute or relative, for any metric; and the two-proportion z tests. Looked at once, at the end. */
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { normalBeyond, normalCritical, studentBeyond } from './distributions';
import { effectOf, type Effect, type Scale } from './effect';
import { notAvailable, type Maybe } from './not-available';
import { checkCount, type Count } from './rates';
import type { MeanSums, Sums } from './sums';
import { armOf } from './sums';

export type WelchResult = Effect & { t: number; /** Two-sided. */ pValue: number; low: number; high: number };

/** Welch's t on an effect that already has its standard error. */
export function welchOfEffect(effect: Effect, level = 0.95): WelchResult {
  const t = effect.effect / effect.standardError;
  const reach = tQuantile(0.5 + level / 2, effect.degreesOfFreedom) * effect.standardError;
  return { ...effect, t, pValue: studentBeyond(t, effect.degreesOfFreedom), low: effect.effect - reach, high: effect.effect + reach };
}

/** Treatment against control. Relative effects by the delta method, with the degrees of freedom of the absolute ones. */
export function frequentist(control: Sums, treatment: Sums, { scale = 'absolute', level = 0.95 }: { scale?: Scale; level?: number } = {}): Maybe<WelchResult> {
  const effect = effectOf(control, treatment, scale);
  return effect.available ? { available: true, ...welchOfEffect(effect, level) } : effect;
}

/** Student's t with one variance for both arms, for contrast: wrong when the arms differ in spread and size. */
export function pooledStudent(control: MeanSums, treatment: MeanSums): Maybe<{ t: number; degreesOfFreedom: number; pValue: number }> {
  const a = armOf(control), b = armOf(treatment);
  if (!a.available) return a;
  if (!b.available) return b;
  const degreesOfFreedom = a.n + b.n - 2;
  const pooled = ((a.n - 1) * a.variance + (b.n - 1) * b.variance) / degreesOfFreedom;
  if (!(pooled > 0)) return notAvailable('zero_variance');
  const t = (b.mean - a.mean) / Math.sqrt(pooled * (1 / a.n + 1 / b.n));
  return { available: true, t, degreesOfFreedom, pValue: studentBeyond(t, degreesOfFreedom) };
}

export type ZResult = { z: number; /** Two-sided. */ pValue: number };

/** B - A in standard errors of "no difference": the square is the 2 x 2 chi-square without continuity correction. */
export function pooledZ(a: Count, b: Count): Maybe<ZResult> {
  const problem = countsProblem(a, b);
  if (problem) return problem;
  const all = (a.hits + b.hits) / (a.n + b.n);
  if (all === 0 || all === 1) return notAvailable('zero_variance');
  const z = (b.hits / b.n - a.hits / a.n) / Math.sqrt(all * (1 - all) * (1 / a.n + 1 / b.n));
  return { available: true, z, pValue: normalBeyond(z) };
}

/** Wald: each arm with its own variance. The interval is B - A; at small counts prefer Newcombe's (`compareRates`). */
export function unpooledZ(a: Count, b: Count, level = 0.95): Maybe<ZResult & { low: number; high: number }> {
  const problem = countsProblem(a, b);
  if (problem) return problem;
  const [pa, pb] = [a.hits / a.n, b.hits / b.n];
  const error = Math.sqrt((pa * (1 - pa)) / a.n + (pb * (1 - pb)) / b.n);
  if (!(error > 0)) return notAvailable('zero_variance');
  const z = (pb - pa) / error;
  const reach = normalCritical((1 - level) / 2) * error;
  return { available: true, z, pValue: normalBeyond(z), low: pb - pa - reach, high: pb - pa + reach };
}

function countsProblem(a: Count, b: Count) {
  checkCount(a);
  checkCount(b);
  return a.n === 0 || b.n === 0 ? notAvailable('no_units') : null;
}
