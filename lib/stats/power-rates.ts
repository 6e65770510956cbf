/** Planning a test of two rates: units needed, power, and the smallest difference that so many units can see. */
import { normalCritical } from './distributions';
import { cohenH } from './effect-size';
import { fixedHorizon, powerOf, unitsFor, type Critical } from './power';
import { rootBetween } from './quadrature';

export type RatesPlan = {
  /** Rate of the control, and of the treatment if the effect is there. */
  from: number; to: number;
  alpha?: number; power?: number;
  /** Units in the treatment for one in the control. */
  ratio?: number;
};

function checkRates({ from, to, ratio = 1 }: Pick<RatesPlan, 'from' | 'to' | 'ratio'>): void {
  if (!(from >= 0 && from <= 1 && to >= 0 && to <= 1)) throw new RangeError('rates lie between 0 and 1');
  if (!(ratio > 0)) throw new RangeError('the ratio of units must be positive');
}

/** By Cohen's h, both tails (as statsmodels' NormalIndPower). */
export function unitsByH({ from, to, alpha = 0.05, power = 0.8, ratio = 1 }: RatesPlan): number {
  checkRates({ from, to, ratio });
  return unitsFor(cohenH(from, to) * Math.sqrt(ratio / (1 + ratio)), power, fixedHorizon(alpha), ratio);
}

/** Fleiss without continuity correction: the pooled variance under "no difference", the arms' own under the effect. For the pooled z test. */
export function unitsPooled({ from, to, alpha = 0.05, power = 0.8, ratio = 1 }: RatesPlan): number {
  checkRates({ from, to, ratio });
  const all = (from + ratio * to) / (1 + ratio);
  const nothing = Math.sqrt((1 + 1 / ratio) * all * (1 - all)), effect = Math.sqrt(from * (1 - from) + (to * (1 - to)) / ratio);
  return ((normalCritical(alpha / 2) * nothing + normalCritical(1 - power) * effect) / (to - from)) ** 2;
}

/** Each arm with its own variance, nearer tail only. For Welch and the unpooled z. */
export function unitsUnpooled({ from, to, alpha = 0.05, power = 0.8, ratio = 1 }: RatesPlan): number {
  checkRates({ from, to, ratio });
  return (normalCritical(alpha / 2) + normalCritical(1 - power)) ** 2 * (from * (1 - from) + (to * (1 - to)) / ratio) / (to - from) ** 2;
}

const standardErrors = (from: number, to: number, ratio: number): number => (to - from) / Math.sqrt(from * (1 - from) + (to * (1 - to)) / ratio);

/** Units in the control by whichever rule of finding: a confidence sequence, for example. Each arm with its own variance, both tails. */
export function unitsForRates({ from, to, alpha = 0.05, power = 0.8, ratio = 1 }: RatesPlan, critical: Critical = fixedHorizon(alpha)): number {
  checkRates({ from, to, ratio });
  return unitsFor(standardErrors(from, to, ratio), power, critical, ratio);
}

/** Chance to find the difference with `n` units in the control. */
export function ratesPower({ from, to, alpha = 0.05, ratio = 1 }: Omit<RatesPlan, 'power'>, n: number, critical: Critical = fixedHorizon(alpha)): number {
  checkRates({ from, to, ratio });
  const c = critical(n * (1 + ratio));
  return from === to ? powerOf(0, c) : powerOf(standardErrors(from, to, ratio) * Math.sqrt(n), c);
}

/** The nearest rate above (or below) `from` that `n` units in the control find with `power`; null when not even 1 (or 0) would be found. */
export function detectableRate({ from, alpha = 0.05, power = 0.8, ratio = 1 }: Omit<RatesPlan, 'to'>, n: number, { direction = 'up', critical = fixedHorizon(alpha) }: { direction?: 'up' | 'down'; critical?: Critical } = {}): number | null {
  const end = direction === 'up' ? 1 : 0;
  const missing = (to: number): number => ratesPower({ from, to, alpha, ratio }, n, critical) - power;
  if (!(n > 0) || !(from > 0 && from < 1) || missing(end) < 0) return null;
  return rootBetween(missing, from, end, 1e-12);
}
