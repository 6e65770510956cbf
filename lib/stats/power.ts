/**
 * How many units a test needs: the part that all forms share. A test sees an effect that is z standard errors of one unit per arm; with n units in
 * the control it is z sqrt(n). Both tails count, as they do in the test. Numbers of units come unrounded: round up.
 */
import { sequenceMultiplier } from './confidence-sequence';
import { normalBelow, normalCritical } from './distributions';
import { rootFrom } from './quadrature';

/** How many standard errors away from nought counts as found, with so many units in both arms. */
export type Critical = (unitsInBoth: number) => number;

export const fixedHorizon = (alpha: number): Critical => { const z = normalCritical(alpha / 2); return () => z; };
/** A confidence sequence looked at once, at the end; looking earlier as well only finds more. */
export const alwaysValid = (alpha: number, tuning: number): Critical => (units) => sequenceMultiplier(units, alpha, tuning);

/** Chance that an estimate `delta` standard errors off is found. */
export const powerOf = (delta: number, critical: number): number => normalBelow(delta - critical) + normalBelow(-delta - critical);

/** Units in the control (ratio times as many in the treatment) for `power`, when one unit in the control sees `delta` standard errors. Infinite when there is no effect. */
export function unitsFor(delta: number, power: number, critical: Critical, ratio = 1): number {
  if (!(power > 0 && power < 1)) throw new RangeError('power must lie between 0 and 1');
  if (delta === 0 || !Number.isFinite(delta)) return delta === 0 ? Infinity : 0;
  const missing = (n: number): number => powerOf(Math.abs(delta) * Math.sqrt(n), critical(n * (1 + ratio))) - power;
  if (missing(1e-9) >= 0) return 0;
  return rootFrom(missing, 1e-9, 16);
}
