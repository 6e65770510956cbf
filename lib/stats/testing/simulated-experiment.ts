/** Experiments whose truth is known because it is written here: two arms fill up unit by unit, and the product's own engines are asked. */
import { sequenceOn, type SequenceOptions, type SequentialResult } from '../confidence-sequence';
import type { Scale } from '../effect';
import type { Maybe } from '../not-available';
import { randomNormal, type Rng } from '../rng';
import { addOutcome, noCuped, noMean, noProportion, noRatio, type CupedSums, type MeanSums, type OutcomeOf, type ProportionSums, type RatioSums, type Sums } from '../sums';

/** What units of an arm do, and what the metric is in the long run. */
export type Source<S extends Sums> = { empty: () => S; draw: (rng: Rng) => OutcomeOf<S>; mean: number; /** Many at once, where that is quicker. */ fill?: (units: number, rng: Rng) => S };

export const coin = (rate: number): Source<ProportionSums> => ({
  empty: noProportion, draw: (rng) => ({ converted: rng() < rate }), mean: rate,
  fill: (units, rng) => {
    let conversions = 0;
    for (let i = 0; i < units; i++) if (rng() < rate) conversions++;
    return { metric: 'proportion', n: units, conversions };
  },
});

export const bell = (mean: number, sd: number): Source<MeanSums> => ({ empty: noMean, draw: (rng) => ({ value: mean + sd * randomNormal(rng) }), mean });

/** Log-normal: most units little, a few much, as revenue is. */
export const skewed = (mean: number, sigma: number): Source<MeanSums> => {
  const middle = Math.log(mean) - sigma ** 2 / 2;
  return { empty: noMean, draw: (rng) => ({ value: Math.exp(middle + sigma * randomNormal(rng)) }), mean };
};

/** Replies a message: units send 1 to 9 messages, each answered with a chance that differs between units around `rate`. */
export const replies = (rate: number): Source<RatioSums> => ({
  empty: noRatio, mean: rate,
  draw: (rng) => {
    const denominator = 1 + Math.floor(9 * rng());
    const own = rate * (0.5 + rng());
    let numerator = 0;
    for (let i = 0; i < denominator; i++) if (rng() < own) numerator++;
    return { numerator, denominator };
  },
});

/** A value that the unit's value from before half explains; `lift` is added by the treatment. */
export const withPast = (lift: number): Source<CupedSums> => ({
  empty: () => noCuped(), mean: 10 + lift,
  draw: (rng) => {
    const pre = 8 + 2 * randomNormal(rng);
    return { pre, post: 10 + lift + 0.75 * (pre - 8) + 1.5 * randomNormal(rng) };
  },
});

export const truth = (control: Source<Sums>, treatment: Source<Sums>, scale: Scale): number => (treatment.mean - control.mean) / (scale === 'relative' ? Math.abs(control.mean) : 1);

export function fill<S extends Sums>(source: Source<S>, units: number, rng: Rng): S {
  if (source.fill) return source.fill(units, rng);
  let sums = source.empty();
  for (let i = 0; i < units; i++) sums = addOutcome(sums, source.draw(rng));
  return sums;
}

/** Share of `runs` in which `says` holds for two arms of so many units. */
export function share<S extends Sums>(
  control: Source<S>, treatment: Source<S>, units: { control: number; treatment: number }, runs: number, rng: Rng, says: (control: S, treatment: S) => boolean,
): number {
  let hits = 0;
  for (let run = 0; run < runs; run++) if (says(fill(control, units.control, rng), fill(treatment, units.treatment, rng))) hits++;
  return hits / runs;
}

export type Peeking = { /** In both arms, coming in turns: as many looks. */ units: number; runs: number; scale: Scale; tuning: number; /** Every how manieth unit is the treatment's: 2 unless given. */ every?: number; /** Units that each arm needs before the first look. */ from?: number; sequence?: (control: Sums, treatment: Sums, options: SequenceOptions) => Maybe<SequentialResult> };

/**
 * Share of `runs` in which the confidence sequence, looked at after every unit, ever leaves the truth outside. With equal arms that is how
 * often peeking finds a difference that is not there.
 */
export function everWrong<S extends Sums>(
  control: Source<S>, treatment: Source<S>, { units, runs, scale, tuning, every = 2, from = 1, sequence = sequenceOn(scale) }: Peeking, rng: Rng,
): number {
  const effect = truth(control as unknown as Source<Sums>, treatment as unknown as Source<Sums>, scale);
  const options = { tuning, alpha: 0.05 };
  let wrong = 0;
  for (let run = 0; run < runs; run++) {
    let a = control.empty(), b = treatment.empty();
    for (let unit = 0; unit < units; unit++) {
      if (unit % every !== 0) a = addOutcome(a, control.draw(rng)); else b = addOutcome(b, treatment.draw(rng));
      if (Math.min(a.n, b.n) < from) continue;
      const seen = sequence(a, b, options);
      if (seen.available && (seen.low > effect || seen.high < effect)) { wrong++; break; }
    }
  }
  return wrong / runs;
}
