/** One variant against the control on one metric, by every engine that has something to say. What cannot be had is null, and the reason is a sentence. */
import { adaptiveEffect, adaptiveSequence, type Epoch } from '@/lib/stats/adaptive';
import { rateDecision, type BetaPrior } from '@/lib/stats/bayesian-beta';
import { normalPosterior } from '@/lib/stats/bayesian-normal';
import { sequenceOn, type SequenceOptions, type SequentialResult } from '@/lib/stats/confidence-sequence';
import { cupedEffect, cupedSequence } from '@/lib/stats/cuped';
import { effectOf, type Scale } from '@/lib/stats/effect';
import { pooledZ, welchOfEffect } from '@/lib/stats/frequentist';
import { WHY, type Maybe } from '@/lib/stats/not-available';
import { newcombe, type Count } from '@/lib/stats/rates';
import type { ProportionSums, Sums } from '@/lib/stats/sums';
import { sumsOf, type Totals } from './cohorts';
import type { IntervalFigure } from '../results-schema';
import type { Metric } from '../schema';

export type Look = {
  /** What this comparison may spend of the chance to err, already shared among those that are made. */
  alpha: number;
  /** Units in both arms at which the sequence is tightest. */
  tuning: number;
  /** Level of the interval of a test of fixed length. */
  level: number;
  prior: BetaPrior;
};
/** `epochs`: by epoch of the weights, control first, where they moved with what was seen; null where they did not. */
export type Arms = { control: Totals; treatment: Totals; epochs: readonly (readonly [Totals, Totals])[] | null; adjusted: boolean };
export type Comparison = {
  difference: IntervalFigure | null; relative: IntervalFigure | null;
  fixed: { pValue: number; low: number; high: number } | null;
  sequentialPValue: number | null; chanceToBeat: number | null; risk: number | null; missing: string | null;
};

const UNBOUNDED = 'The control is too near to zero, for what is known of it, to say how large the change is relative to it.';

export function compareArms(metric: Pick<Metric, 'kind' | 'better'>, arms: Arms, look: Look): Comparison {
  const sums = (totals: Totals): Sums => sumsOf(metric.kind, totals, arms.adjusted);
  const [a, b] = [sums(arms.control), sums(arms.treatment)];
  const epochs = arms.epochs?.map(([control, treatment]): Epoch => [sums(control), sums(treatment)]) ?? null;
  const options = { alpha: look.alpha, tuning: look.tuning };
  const sequence = sequenceOf(a, b, epochs, options);
  if (!sequence.available) return nothingFor(WHY[sequence.reason]);
  const relativeSequence = sequenceOf(a, b, epochs, { ...options, scale: 'relative' });
  const relative = figure(relativeSequence);
  const fixed = fixedOf(a, b, epochs, look.level);
  const belief = beliefOf(a, b, metric.better === 'lower', look.prior);
  const missing = [relativeSequence, fixed, belief].find((answer) => !answer.available);
  return {
    difference: figure(sequence), relative,
    fixed: fixed.available ? { pValue: fixed.pValue, low: fixed.low, high: fixed.high } : null,
    sequentialPValue: sequence.pValue,
    chanceToBeat: belief.available ? belief.chance : null, risk: belief.available ? belief.risk : null,
    missing: missing && !missing.available ? WHY[missing.reason] : relative ? null : UNBOUNDED,
  };
}

export const nothingFor = (missing: string): Comparison => ({ difference: null, relative: null, fixed: null, sequentialPValue: null, chanceToBeat: null, risk: null, missing });

/** A finite interval, or null. */
export const figure = (answer: Maybe<SequentialResult>): IntervalFigure | null =>
  answer.available && Number.isFinite(answer.low) && Number.isFinite(answer.high) ? { value: answer.effect, low: answer.low, high: answer.high } : null;

/** Always valid: with the bandit's epochs, by the past, or plain. */
export function sequenceOf(a: Sums, b: Sums, epochs: readonly Epoch[] | null, options: SequenceOptions & { scale?: Scale }): Maybe<SequentialResult> {
  if (epochs) return adaptiveSequence(epochs, options);
  if (a.metric === 'cuped' && b.metric === 'cuped') return cupedSequence(a, b, options);
  return sequenceOn(options.scale ?? 'absolute')(a, b, options);
}

/** As if looked at once: rates by the pooled z with Newcombe's interval, other numbers by Welch, bandits by their epochs. */
function fixedOf(a: Sums, b: Sums, epochs: readonly Epoch[] | null, level: number): Maybe<{ pValue: number; low: number; high: number }> {
  if (epochs) return adaptiveEffect(epochs, level);
  if (a.metric === 'proportion' && b.metric === 'proportion') {
    const [control, treatment] = [countOf(a), countOf(b)];
    const test = pooledZ(control, treatment);
    return test.available ? { ...newcombe(treatment, control, level), available: true, pValue: test.pValue } : test;
  }
  const effect = a.metric === 'cuped' && b.metric === 'cuped' ? cupedEffect(a, b) : effectOf(a, b, 'absolute');
  return effect.available ? { available: true, ...welchOfEffect(effect, level) } : effect;
}

const countOf = ({ conversions, n }: ProportionSums): Count => ({ hits: conversions, n });

/** Rates exactly; other numbers by the normal posterior of the difference under a flat prior. A bandit's choices add nothing to what the outcomes say under the prior, so they need no correction here. */
function beliefOf(a: Sums, b: Sums, inverse: boolean, prior: BetaPrior): Maybe<{ chance: number; risk: number }> {
  if (a.metric === 'proportion' && b.metric === 'proportion') {
    const exact = rateDecision(countOf(a), countOf(b), { prior, inverse });
    return { available: true, chance: exact.chanceToBeatControl, risk: exact.lossIfTreatment };
  }
  const effect = a.metric === 'cuped' && b.metric === 'cuped' ? cupedEffect(a, b) : effectOf(a, b, 'absolute');
  if (!effect.available) return effect;
  const posterior = normalPosterior(effect, { scale: 'absolute', inverse });
  return { available: true, chance: posterior.chanceToBeatControl, risk: posterior.lossIfTreatment };
}

/** The always-valid difference and p by themselves: at once, where many are looked at. */
export function sequenceFor({ kind }: Pick<Metric, 'kind'>, { control, treatment, epochs, adjusted }: Arms, { alpha, tuning }: Pick<Look, 'alpha' | 'tuning'>): { difference: IntervalFigure; pValue: number } | null {
  const sums = (totals: Totals): Sums => sumsOf(kind, totals, adjusted);
  const answer = sequenceOf(sums(control), sums(treatment), epochs?.map(([a, b]): Epoch => [sums(a), sums(b)]) ?? null, { alpha, tuning });
  const difference = figure(answer);
  return difference && answer.available ? { difference, pValue: answer.pValue } : null;
}
