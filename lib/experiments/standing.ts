/** How a variant stands against the control on a metric, by the always-valid sequence alone. Better and worse follow what the metric wants, not the sign. */
import { FIRST_LOOK } from './design';
import type { IntervalFigure, MetricResult, VariantResult } from './results-schema';

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

export function standingOf({ better, variants }: MetricResult, variant: VariantResult): Standing {
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
