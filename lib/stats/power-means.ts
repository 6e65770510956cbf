/** Planning a test of two means with a common standard deviation. */
import { cohenD } from './effect-size';
import { studentPower } from './noncentral-t';
import { fixedHorizon, powerOf, unitsFor, type Critical } from './power';
import { rootFrom } from './quadrature';

export type MeansPlan = { /** Treatment - control. */ difference: number; sd: number; alpha?: number; power?: number; /** Units in the treatment for one in the control. */ ratio?: number };

/** What one unit in the control sees of the difference, in standard errors. */
function perUnit({ difference, sd, ratio = 1 }: MeansPlan): number {
  if (!(sd > 0) || !(ratio > 0)) throw new RangeError('sd and ratio must be positive');
  return cohenD(difference, sd) * Math.sqrt(ratio / (1 + ratio));
}

/** Units in the control by the normal distribution, both tails. */
export const unitsForMeans = (plan: MeansPlan, critical: Critical = fixedHorizon(plan.alpha ?? 0.05)): number => unitsFor(perUnit(plan), plan.power ?? 0.8, critical, plan.ratio);

export const meansPower = (plan: MeansPlan, n: number, critical: Critical = fixedHorizon(plan.alpha ?? 0.05)): number => powerOf(perUnit(plan) * Math.sqrt(n), critical(n * (1 + (plan.ratio ?? 1))));

/** Power of Student's t with `n` units in the control, by the noncentral t. */
export function meansPowerStudent(plan: MeansPlan, n: number): number {
  const df = n * (1 + (plan.ratio ?? 1)) - 2;
  return df > 0 ? studentPower(perUnit(plan) * Math.sqrt(n), df, plan.alpha ?? 0.05) : 0;
}

/** Units in the control by Student's t: at least one degree of freedom. */
export function unitsForMeansStudent(plan: MeansPlan): number {
  if (perUnit(plan) === 0) return Infinity;
  const least = 3 / (1 + (plan.ratio ?? 1));
  const missing = (n: number): number => meansPowerStudent(plan, n) - (plan.power ?? 0.8);
  return missing(least) >= 0 ? least : rootFrom(missing, least, Math.max(4, 2 * least), 1e-9);
}

/** The smallest difference that `n` units in the control find with `power`. */
export function detectableDifference({ sd, alpha = 0.05, power = 0.8, ratio = 1 }: Omit<MeansPlan, 'difference'>, n: number, critical: Critical = fixedHorizon(alpha)): number {
  return rootFrom((difference) => meansPower({ difference, sd, ratio }, n, critical) - power, 0, sd / Math.sqrt(n), 0);
}
