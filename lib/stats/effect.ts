/** How far treatment B is from control A, with its standard error: what the Bayesian, frequentist and sequential engines all start from. */
import { satterthwaite } from './means';
import { notAvailable, type Maybe, type NotAvailable } from './not-available';
import { armOf, type Arm, type Sums } from './sums';

/** `absolute`: B - A in the metric's unit. `relative`: (B - A) / |A|, a fraction. */
export type Scale = 'absolute' | 'relative';
export type Effect = {
  /** Units of both arms together. */
  n: number;
  effect: number;
  standardError: number;
  /** Welch-Satterthwaite, from the arms' absolute variances on either scale. */
  degreesOfFreedom: number;
  controlMean: number;
};

/** Arms with spread, or the reason why there is nothing to measure against. */
export function comparable(control: Maybe<Arm>, treatment: Maybe<Arm>, scale: Scale): NotAvailable | null {
  if (!control.available) return control;
  if (!treatment.available) return treatment;
  if (!(control.variance > 0) || !(treatment.variance > 0)) return notAvailable('zero_variance');
  if (control.n < 2 || treatment.n < 2) return notAvailable('one_unit');
  if (scale === 'relative' && control.mean === 0) return notAvailable('zero_control_mean');
  return null;
}

/**
 * Effect of two independent arms. Relative by the delta method: se^2 = vB / (nB mA^2) + vA mB^2 / (nA mA^4), which is biased against
 * increases of small rates; for rates prefer `bayesian-beta.ts`, or the absolute scale.
 */
export function effectOf(control: Sums, treatment: Sums, scale: Scale): Maybe<Effect> {
  return effectOfArms(armOf(control), armOf(treatment), scale);
}

export function effectOfArms(a: Maybe<Arm>, b: Maybe<Arm>, scale: Scale): Maybe<Effect> {
  const problem = comparable(a, b, scale);
  if (problem || !a.available || !b.available) return problem ?? notAvailable('no_units');
  const errorA = a.variance / a.n, errorB = b.variance / b.n;
  const degreesOfFreedom = satterthwaite(errorA, a.n, errorB, b.n);
  const unit = scale === 'absolute' ? 1 : Math.abs(a.mean), ratio = scale === 'absolute' ? 1 : b.mean / a.mean;
  return { available: true, n: a.n + b.n, effect: (b.mean - a.mean) / unit, standardError: Math.sqrt(errorB + errorA * ratio * ratio) / unit, degreesOfFreedom, controlMean: a.mean };
}
