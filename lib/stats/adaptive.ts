/**
 * Two arms of a bandit against each other. Its weights follow what was seen, so plain means are biased (an arm that was unlucky early is given up while it looks bad) and their
 * intervals miss the truth too often. Within an epoch the weights stood still: there the difference of the means is honest, whatever came before. Epochs are put together in two ways.
 *
 * `adaptiveEffect`, for one look: each epoch counts sqrt(units) sqrt(harmonic size), so that it adds spread in proportion to its units and not to how the bandit split them; what is
 * left is normal (weights by the root of the propensity, Hadad, Hirshberg, Zhan, Wager, Athey 2021; by batches, Zhang, Janson, Murphy 2020).
 *
 * `adaptiveSequence`, for any number of looks: each epoch counts its harmonic size n_A n_B / (n_A + n_B), which is the most that can be made of it. How much spread comes together is
 * then itself chance, which a normal interval may not ignore; the mixture boundary of the confidence sequence runs in spread, not in units, and may (Robbins 1970; Waudby-Smith,
 * Arbour, Sinha, Kennedy, Ramdas 2024).
 */
import { guarded, relativeTo, sequenceOfEffect, type SequenceOptions, type SequentialResult } from './confidence-sequence';
import { normalBeyond, normalCritical } from './distributions';
import type { Effect } from './effect';
import { notAvailable, type Maybe } from './not-available';
import { armOf, merge, type Arm, type Sums } from './sums';

/** What came in while the weights stood still, control first. Weights may depend on everything before the epoch and on nothing in it. */
export type Epoch = readonly [control: Sums, treatment: Sums];
export type AdaptiveEffect = Effect & { /** Epochs in which both arms had units. */ epochs: number; pValue: number; low: number; high: number };

type Part = { units: number; /** n_A n_B / (n_A + n_B) */ size: number; errorA: number; errorB: number; meanA: number; difference: number };
type Parts = { parts: Part[]; arms: [Arm, Arm] };

/** The mean alone: a single unit has one too. Null without units, or where a ratio divides by nought. */
function meanOf(sums: Sums): number | null {
  if (sums.n === 0) return null;
  if (sums.metric === 'proportion') return sums.conversions / sums.n;
  if (sums.metric === 'mean') return sums.sum / sums.n;
  if (sums.metric === 'cuped') return sums.postSum / sums.n;
  return sums.denSum === 0 ? null : sums.numSum / sums.denSum;
}

/** Spread of one unit is taken over all epochs: an epoch with three units in an arm knows nothing of it. */
function partsOf(epochs: readonly Epoch[]): Maybe<Parts> {
  const [first, ...rest] = epochs;
  if (!first) return notAvailable('no_units');
  const [a, b] = [armOf(rest.reduce((sum, [control]) => merge(sum, control), first[0])), armOf(rest.reduce((sum, [, treatment]) => merge(sum, treatment), first[1]))];
  if (!a.available) return a;
  if (!b.available) return b;
  if (a.n < 2 || b.n < 2) return notAvailable('one_unit');
  const [A, B] = guarded(a, b);
  if (!(A.variance > 0 || B.variance > 0)) return notAvailable('zero_variance');
  const parts = epochs.flatMap(([control, treatment]): Part[] => {
    const [meanA, meanB] = [meanOf(control), meanOf(treatment)];
    if (meanA === null || meanB === null) return [];
    const [nA, nB] = [control.n, treatment.n];
    return [{ units: nA + nB, size: (nA * nB) / (nA + nB), errorA: A.variance / nA, errorB: B.variance / nB, meanA, difference: meanB - meanA }];
  });
  return parts.length === 0 ? notAvailable('no_units') : { available: true, parts, arms: [A, B] };
}

type Together = { effect: number; base: number; variance: number; baseVariance: number; /** Of the sum, before it is divided by the weights. */ spread: number };

function together(parts: readonly Part[], weightOf: (part: Part) => number): Together {
  let weights = 0, effect = 0, base = 0, spread = 0, baseSpread = 0;
  for (const part of parts) {
    const w = weightOf(part);
    weights += w;
    effect += w * part.difference;
    base += w * part.meanA;
    spread += w * w * (part.errorA + part.errorB);
    baseSpread += w * w * part.errorA;
  }
  return { effect: effect / weights, base: base / weights, variance: spread / weights ** 2, baseVariance: baseSpread / weights ** 2, spread };
}

/** B - A with the normal interval at `level`, good for one look at a time that was not chosen by what was seen. */
export function adaptiveEffect(epochs: readonly Epoch[], level = 0.95): Maybe<AdaptiveEffect> {
  const found = partsOf(epochs);
  if (!found.available) return found;
  const { effect, base, variance } = together(found.parts, ({ units, size }) => Math.sqrt(units * size));
  const [a, b] = found.arms, n = a.n + b.n;
  const standardError = Math.sqrt(variance), reach = normalCritical((1 - level) / 2) * standardError;
  return {
    available: true, n, effect, standardError, degreesOfFreedom: n - 2, controlMean: base, epochs: found.parts.length,
    pValue: normalBeyond(effect / standardError), low: effect - reach, high: effect + reach,
  };
}

/**
 * B - A, always valid. `tuning` is in units of two arms of one size; an epoch split nine to one counts as little as it tells. With `scale` relative, as a fraction of the
 * control's mean in the same epochs with the same weights (Fieller).
 */
export function adaptiveSequence(epochs: readonly Epoch[], options: SequenceOptions & { scale?: 'absolute' | 'relative' } = {}): Maybe<SequentialResult> {
  const found = partsOf(epochs);
  if (!found.available) return found;
  const { effect, base, variance, baseVariance, spread } = together(found.parts, ({ size }) => size);
  const [a, b] = found.arms;
  const decision = sequenceOfEffect({ n: (8 * spread) / (a.variance + b.variance), effect, standardError: Math.sqrt(variance), degreesOfFreedom: a.n + b.n - 2, controlMean: base }, options);
  if (options.scale !== 'relative') return decision;
  if (base === 0) return notAvailable('zero_control_mean');
  return relativeTo({ difference: effect, variance, base, baseVariance, covariance: -baseVariance }, decision, options);
}
