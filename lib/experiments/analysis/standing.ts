/** How a variant stands against the control on a metric, by the always-valid sequence alone. Better and worse follow what the metric wants, not the sign. */
import { FIRST_LOOK } from './design';
import type { IntervalFigure, MetricResult, VariantResult } from '../results-schema';
import type { Plan } from '../schema';

/** Turned so that more is better. */
export const upward = (better: MetricResult['better'], { value, low, high }: IntervalFigure): IntervalFigure => (better === 'higher' ? { value, low, high } : { value: -value, low: -high, high: -low });

export type Standing = {
  /** Units of the smaller arm. */
  units: number;
  better: boolean; worse: boolean;
  /** How much better as a fraction of the control, infinite where the control is at zero; null: nothing is known yet. */
  gain: number | null;
  /** The best that the sequence leaves, as a fraction; null where it has no end. */
  bestGain: number | null;
  /** Surely worse than the control by more than `tolerance` of it. */
  harmed: (tolerance: number) => boolean;
};

/** What of a variant's results its standing goes by. */
export type Placed = Pick<VariantResult, 'n' | 'mean' | 'difference' | 'relative'>;

/** `variants`: the control first. */
export function standingOf({ better, variants }: { better: MetricResult['better']; variants: readonly Placed[] }, variant: Placed): Standing {
  const control = variants[0]!;
  const units = Math.min(control.n, variant.n);
  const difference = units >= FIRST_LOOK && variant.difference ? upward(better, variant.difference) : null;
  const relative = units >= FIRST_LOOK && variant.relative ? upward(better, variant.relative) : null;
  const worse = difference !== null && difference.high < 0;
  return {
    units, worse, better: difference !== null && difference.low > 0,
    gain: variant.difference === null || control.mean === null ? null : share(upward(better, variant.difference).value, Math.abs(control.mean)),
    bestGain: relative?.high ?? null,
    // Any loss against a control at zero is more than any part of it.
    harmed: (tolerance) => worse && (tolerance === 0 || control.mean === 0 || (relative !== null && relative.high < -tolerance)),
  };
}

const share = (part: number, of: number): number => (part === 0 ? 0 : part / of);

type Asked = Pick<Plan, 'minSampleSize' | 'minEffect'>;

/** Has it the units, is it better at any number of looks, by as much as was asked for? */
export const meets = ({ units, better, gain }: Standing, { minSampleSize, minEffect }: Asked): { enough: boolean; better: boolean; large: boolean } => ({ enough: units >= minSampleSize, better, large: gain !== null && gain >= minEffect && gain > 0 });

export const allWorse = (treatments: readonly Standing[]): boolean => treatments.every(({ worse }) => worse);

/** Not one can still be worth having: even the best end of its interval is below what was asked for. */
export const noneWorthHaving = (treatments: readonly Standing[], { minEffect }: Pick<Asked, 'minEffect'>): boolean =>
  treatments.every(({ worse, bestGain }) => worse || (bestGain !== null && bestGain < minEffect));
