/**
 * Planning as the best-known experiment engine does it: for its test of the RELATIVE effect, with the baseline's variance v in both arms:
 * se^2 = v (1 + (1 + lift)^2) / (mean^2 n). Asks for 1 to 12% more units than a test of the difference at lifts of 2 to 20%, and 2.5 times as many at
 * 100%. By name, for comparison; `power-rates.ts` and `power-means.ts` plan the tests that are run here.
 */
import { normalCritical } from './distributions';
import { alwaysValid, fixedHorizon, powerOf, unitsFor, type Critical } from './power';
import { rootBetween, rootFrom } from './quadrature';

export type RelativePlan = { mean: number; variance: number; lift: number; alpha?: number; power?: number };

/** Standard errors that one unit per arm sees of the lift. */
const perUnit = ({ mean, variance, lift }: Omit<RelativePlan, 'alpha' | 'power'>): number => (lift * Math.abs(mean)) / Math.sqrt(variance * (1 + (1 + lift) ** 2));

export const relativePower = (plan: RelativePlan, n: number, critical: Critical = fixedHorizon(plan.alpha ?? 0.05)): number => powerOf(perUnit(plan) * Math.sqrt(n), critical(2 * n));

/** Units per arm. */
export const unitsRelative = (plan: RelativePlan, critical: Critical = fixedHorizon(plan.alpha ?? 0.05)): number => unitsFor(perUnit(plan), plan.power ?? 0.8, critical);

/**
 * Units per arm for a confidence sequence, as that engine plans it: the error is stretched to the sequence's width and then tested at the fixed critical value,
 * which stretches the room for power along with it. Asks for more than `unitsRelative(plan, alwaysValid(…))`, which is what the sequence needs.
 */
export function unitsRelativeStretched(plan: RelativePlan, tuning: number): number {
  const { alpha = 0.05, power = 0.8 } = plan;
  const z = normalCritical(alpha / 2), critical = alwaysValid(alpha, tuning), delta = Math.abs(perUnit(plan));
  if (delta === 0) return Infinity;
  return rootFrom((n) => powerOf((delta * Math.sqrt(n) * z) / critical(2 * n), z) - power, 1e-6, 16);
}

/** The smallest positive lift found with `power` at `n` units per arm; null when no lift is, because the error grows with it. */
export function detectableLift({ mean, variance, alpha = 0.05, power = 0.8 }: Omit<RelativePlan, 'lift'>, n: number, critical: Critical = fixedHorizon(alpha)): number | null {
  // lift = s / (1 - s) runs over all lifts while s runs from 0 to 1.
  const missing = (s: number): number => relativePower({ mean, variance, lift: s / (1 - s) }, n, critical) - power;
  const most = 1 - 1e-9;
  if (missing(most) < 0) return null;
  const s = rootBetween(missing, 0, most, 1e-15);
  return s / (1 - s);
}
