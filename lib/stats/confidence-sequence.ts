/**
 * Always-valid comparison: an interval and a p-value that may be looked at after every unit. Asymptotic confidence sequences (Waudby-Smith,
 * Arbour, Sinha, Kennedy, Ramdas 2024), as the best-known experiment engine uses them. Stopping early rests on this and on nothing else.
 *
 * With N units in both arms and u = N rho^2, the interval is effect +- se sqrt(2 (u + 1) / u ln(sqrt(u + 1) / alpha)); the se already
 * shrinks with N. `tuning` (units in both arms) is where the sequence is tightest: the size at which the decision is expected.
 */
import { effectOf, type Effect, type Scale } from './effect';
import type { Maybe } from './not-available';
import type { Sums } from './sums';

/** `greater` and `less` ask only whether the effect is above or below nought. */
export type Sides = 'both' | 'greater' | 'less';
export type SequenceOptions = { scale?: Scale; alpha?: number; tuning?: number; sides?: Sides };
export type SequentialResult = Effect & {
  rho: number;
  /** Half width, in standard errors. */
  multiplier: number;
  halfWidth: number;
  /** Infinite on the side that was not asked about. */
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

/** Half width of the sequence at `n` units, in standard errors. */
export function sequenceMultiplier(n: number, alpha: number, tuning: number, sides: Sides = 'both'): number {
  const u = n * sequenceRho(sides === 'both' ? alpha : 2 * alpha, tuning) ** 2;
  const odds = sides === 'both' ? Math.log(u + 1) / 2 - Math.log(alpha) : Math.log1p(Math.sqrt(u + 1) / (2 * alpha));
  return Math.sqrt((2 * (u + 1) / u) * odds);
}

/** The sequence around an effect that already has its standard error. */
export function sequenceOfEffect(effect: Effect, { alpha = 0.05, tuning = TUNING, sides = 'both' }: Omit<SequenceOptions, 'scale'> = {}): SequentialResult {
  const rho = sequenceRho(sides === 'both' ? alpha : 2 * alpha, tuning);
  const u = effect.n * rho ** 2;
  const multiplier = sequenceMultiplier(effect.n, alpha, tuning, sides);
  const halfWidth = multiplier * effect.standardError;
  const z = (effect.effect / effect.standardError) * (sides === 'less' ? -1 : 1);
  const exponent = (u / (u + 1)) * (z * z) / 2;
  const pValue = sides === 'both'
    ? Math.min(1, Math.exp(Math.log(u + 1) / 2 - exponent))
    : z > 0 ? Math.min(1, Math.sqrt(u + 1) / (2 * Math.expm1(exponent))) : 1;
  return {
    ...effect, rho, multiplier, halfWidth, pValue,
    low: sides === 'less' ? -Infinity : effect.effect - halfWidth,
    high: sides === 'greater' ? Infinity : effect.effect + halfWidth,
  };
}

export function confidenceSequence(control: Sums, treatment: Sums, options: SequenceOptions = {}): Maybe<SequentialResult> {
  const effect = effectOf(control, treatment, options.scale ?? 'absolute');
  return effect.available ? { available: true, ...sequenceOfEffect(effect, options) } : effect;
}

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
