/** Sample ratio mismatch: were units split as intended? When not, something lost or doubled units in one arm, and no figure of the experiment can be trusted. */
import { chiSquareAbove } from './distributions';

export type SplitVerdict = 'ok' | 'caution' | 'alert';
export type SplitCheck = {
  statistic: number;
  degreesOfFreedom: number;
  pValue: number;
  verdict: SplitVerdict;
  /** Units seen in arms that should have got none: one is enough for alert. */
  strays: number;
};

export const CAUTION_BELOW = 0.01;
export const ALERT_BELOW = 0.001;

export const splitVerdict = (pValue: number): SplitVerdict => (pValue < ALERT_BELOW ? 'alert' : pValue < CAUTION_BELOW ? 'caution' : 'ok');

/**
 * Chi-square of the units seen against intended weights (any scale), no continuity correction. Arms of weight nought are left out of the sum and of
 * the degrees of freedom. Throws RangeError on lengths that differ, counts or weights below nought, or nothing to check.
 */
export function checkSplit(observed: readonly number[], weights: readonly number[]): SplitCheck {
  if (observed.length !== weights.length) throw new RangeError('one weight per arm');
  if ([...observed, ...weights].some((x) => !(x >= 0 && Number.isFinite(x)))) throw new RangeError('counts and weights are nought or more');
  const arms = observed.map((count, i) => ({ count, weight: weights[i]! }));
  const wanted = arms.filter(({ weight }) => weight > 0);
  if (wanted.length === 0) throw new RangeError('no arm has a weight');
  const strays = arms.reduce((sum, { count, weight }) => sum + (weight > 0 ? 0 : count), 0);
  const n = wanted.reduce((sum, { count }) => sum + count, 0);
  const total = wanted.reduce((sum, { weight }) => sum + weight, 0);
  let statistic = 0;
  if (n > 0) for (const { count, weight } of wanted) statistic += (count - (n * weight) / total) ** 2 / ((n * weight) / total);
  const degreesOfFreedom = wanted.length - 1;
  const pValue = degreesOfFreedom === 0 ? 1 : chiSquareAbove(statistic, degreesOfFreedom);
  return { statistic, degreesOfFreedom, pValue, strays, verdict: strays > 0 ? 'alert' : splitVerdict(pValue) };
}
