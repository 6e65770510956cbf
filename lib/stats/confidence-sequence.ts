/**
 * Always-valid comparison: an interval and a p-value that may be looked at after every unit. Asymptotic confidence sequences (Waudby-Smith,
 * Arbour, Sinha, Kennedy, Ramdas 2024), as the best-known experiment engine uses them. Stopping early rests on this and on nothing else.
 *
 * With N units in both arms and u = N rho^2, the interval is effect +- se sqrt(2 (u + 1) / u ln(sqrt(u + 1) / alpha)); the se already
 * shrinks with N. `tuning` (units in both arms) is where the sequence is tightest: the size at which the decision is expected.
 */
import { effectOf, type Effect, type Scale } from './effect';
import { satterthwaite } from './means';
import { notAvailable, type Maybe } from './not-available';
import { armOf, type Arm, type Sums } from './sums';

/** `greater` and `less` ask only whether the effect is above or below nought. */
export type Sides = 'both' | 'greater' | 'less';
export type SequenceOptions = { alpha?: number; tuning?: number; sides?: Sides };
export type SequentialResult = Effect & {
  rho: number;
  /** Half width, in standard errors. */
  multiplier: number;
  halfWidth: number;
  /** Infinite on the side that was not asked about, and where nothing can be said yet. */
  low: number;
  high: number;
  /** At this alpha's rho. May rise again: keep the least so far (`leastSoFar`). */
  pValue: number;
};

export const TUNING = 5_000;

/** rho at which the two-sided sequence is tightest at `tuning` units. */
export function sequenceRho(alpha: number, tuning: number): number {
  if (!(alpha > 0 && alpha < 1) || !(tuning > 0)) throw new RangeError('alpha must lie between 0 and 1, tuning above 0');
  const l = -2 * Math.log(alpha);
  return Math.sqrt((l + Math.log(l + 1)) / tuning);
}

/** One side has all of alpha to itself: as wide as two sides with twice of it. */
const rhoFor = (alpha: number, tuning: number, sides: Sides): number => sequenceRho(sides === 'both' ? alpha : 2 * alpha, tuning);

function multiplierAt(u: number, alpha: number, sides: Sides): number {
  const odds = sides === 'both' ? Math.log(u + 1) / 2 - Math.log(alpha) : Math.log1p(Math.sqrt(u + 1) / (2 * alpha));
  return Math.sqrt((2 * (u + 1) / u) * odds);
}

/** Half width of the sequence at `n` units, in standard errors. */
export const sequenceMultiplier = (n: number, alpha: number, tuning: number, sides: Sides = 'both'): number => multiplierAt(n * rhoFor(alpha, tuning, sides) ** 2, alpha, sides);

/** The sequence around an effect that already has its standard error. */
export function sequenceOfEffect(effect: Effect, { alpha = 0.05, tuning = TUNING, sides = 'both' }: SequenceOptions = {}): { available: true } & SequentialResult {
  const rho = rhoFor(alpha, tuning, sides);
  const u = effect.n * rho * rho;
  const multiplier = multiplierAt(u, alpha, sides);
  const halfWidth = multiplier * effect.standardError;
  const z = (effect.effect / effect.standardError) * (sides === 'less' ? -1 : 1);
  const exponent = (u / (u + 1)) * (z * z) / 2;
  const pValue = sides === 'both'
    ? Math.min(1, Math.exp(Math.log(u + 1) / 2 - exponent))
    : z > 0 ? Math.min(1, Math.sqrt(u + 1) / (2 * Math.expm1(exponent))) : 1;
  // Written out: spreading is slow, and simulations look a hundred million times.
  return {
    available: true, n: effect.n, effect: effect.effect, standardError: effect.standardError, degreesOfFreedom: effect.degreesOfFreedom, controlMean: effect.controlMean,
    rho, multiplier, halfWidth, pValue,
    low: sides === 'less' ? -Infinity : effect.effect - halfWidth,
    high: sides === 'greater' ? Infinity : effect.effect + halfWidth,
  };
}

/**
 * Arms of different size borrow spread from each other: a variance below the one of both arms together is drawn up to it, by 1 - (smaller / larger)^2 of the way. With few units in an
 * arm its own variance is small just when its mean is far off (nobody bought yet: mean and variance both too low), and the sequence finds differences that are not there: with a tenth
 * of the units in one arm and looks from the first unit on, in 8% of A/A tests of rates and 20 to 40% of those of revenue. Arms of one size balance that out by themselves, and
 * are left alone. With the guard at most 4.8% in simulations, for rates from 1 to 99% and means however skewed.
 */
export function guarded(a: Arm, b: Arm): [Arm, Arm] {
  const both = ((a.n - 1) * a.variance + (b.n - 1) * b.variance) / (a.n + b.n - 2);
  const way = 1 - (Math.min(a.n, b.n) / Math.max(a.n, b.n)) ** 2;
  const drawn = ({ n, mean, variance }: Arm): Arm => ({ n, mean, variance: variance + way * Math.max(0, both - variance) });
  return [drawn(a), drawn(b)];
}

/** B - A, in the metric's unit. One arm without spread is no obstacle. */
export function confidenceSequence(control: Sums, treatment: Sums, options: SequenceOptions = {}): Maybe<SequentialResult> {
  const a = armOf(control), b = armOf(treatment);
  if (!a.available) return a;
  if (!b.available) return b;
  if (a.n < 2 || b.n < 2) return notAvailable('one_unit');
  const [c, t] = guarded(a, b);
  if (!(c.variance > 0 || t.variance > 0)) return notAvailable('zero_variance');
  const [errorC, errorT] = [c.variance / c.n, t.variance / t.n];
  return sequenceOfEffect({
    n: c.n + t.n, effect: t.mean - c.mean, standardError: Math.sqrt(errorC + errorT), degreesOfFreedom: satterthwaite(errorC, c.n, errorT, t.n), controlMean: c.mean,
  }, options);
}

/**
 * (B - A) / |A| by Fieller's construction (1954): the relative effects r for which the sequence of B - A - r |A| holds nought. It decides as the absolute sequence does; unbounded
 * until the control itself is off nought.
 */
export function relativeSequence(control: Sums, treatment: Sums, options: SequenceOptions = {}): Maybe<SequentialResult> {
  const decision = confidenceSequence(control, treatment, options), a = armOf(control), b = armOf(treatment);
  if (!decision.available || !a.available || !b.available) return decision;
  if (a.mean === 0) return notAvailable('zero_control_mean');
  const [c, t] = guarded(a, b);
  const errorC = c.variance / c.n;
  return relativeTo({ difference: decision.effect, variance: errorC + t.variance / t.n, base: c.mean, baseVariance: errorC, covariance: -errorC }, decision, options);
}

/** A difference and the mean it is taken relative to, with their variances and covariance. */
export type Fraction = { difference: number; variance: number; base: number; baseVariance: number; covariance: number };

/** The relative effect that goes with a decision on the absolute one. */
export function relativeTo(fraction: Fraction, decision: SequentialResult, { sides = 'both' }: SequenceOptions): { available: true } & SequentialResult {
  const { difference, variance, base, baseVariance, covariance } = fraction;
  const { low, high } = fieller(fraction, decision.multiplier);
  const effect = difference / Math.abs(base), ratio = difference / base;
  return {
    available: true, n: decision.n, effect, degreesOfFreedom: decision.degreesOfFreedom, controlMean: base, rho: decision.rho, multiplier: decision.multiplier, pValue: decision.pValue,
    standardError: Math.sqrt(Math.max(0, variance - 2 * ratio * covariance + ratio * ratio * baseVariance)) / Math.abs(base),
    halfWidth: (high - low) / 2, low: sides === 'less' ? -Infinity : low, high: sides === 'greater' ? Infinity : high,
  };
}

/** The r with |difference - r |base|| within `reach` of its own standard errors: everything while the base is within `reach` of nought. */
export function fieller({ difference, variance, base, baseVariance, covariance }: Fraction, reach: number): { low: number; high: number } {
  const c2 = reach * reach, sign = Math.sign(base);
  // (base^2 - c2 vBase) r^2 - 2 (difference |base| - c2 cov sign) r + (difference^2 - c2 v) <= 0.
  const lead = base * base - c2 * baseVariance;
  if (!(lead > 0)) return { low: -Infinity, high: Infinity };
  const middle = sign * (difference * base - c2 * covariance);
  const root = Math.sqrt(Math.max(0, middle * middle - lead * (difference * difference - c2 * variance)));
  return { low: (middle - root) / lead, high: (middle + root) / lead };
}

/**
 * As the best-known engine has it: each arm with its own variance, relative effects by the delta method. NOT valid at early looks (see `guarded`; relative rates of 10% looked at
 * from the first unit on: 13%). By name, for comparison.
 */
export function plainSequence(control: Sums, treatment: Sums, options: SequenceOptions = {}, scale: Scale = 'absolute'): Maybe<SequentialResult> {
  const effect = effectOf(control, treatment, scale);
  return effect.available ? sequenceOfEffect(effect, options) : effect;
}

/** By scale. */
export const sequenceOn = (scale: Scale): typeof confidenceSequence => (scale === 'relative' ? relativeSequence : confidenceSequence);

/** The p-value to show: the least one seen so far is still valid, and never takes an answer back. */
export const leastSoFar = (before: number | null, now: number): number => Math.min(before ?? 1, now, 1);

export type Stopping = 'better' | 'worse' | 'no_worthwhile_gain' | 'go_on';

/**
 * What a sequence allows to be said now: `better` or `worse` when nought lies outside, `no_worthwhile_gain` (futility) when even its good
 * end is below `worthwhile`. `inverse`: lower is better. For a guardrail, `worse` is harm.
 */
export function stoppingVerdict({ low, high }: { low: number; high: number }, { worthwhile = 0, inverse = false }: { worthwhile?: number; inverse?: boolean } = {}): Stopping {
  const [worst, best] = inverse ? [-high, -low] : [low, high];
  if (worst > 0) return best < worthwhile ? 'no_worthwhile_gain' : 'better';
  if (best < 0) return 'worse';
  return best < worthwhile ? 'no_worthwhile_gain' : 'go_on';
}
