/**
 * Did a mean change on some day? The largest difference between all days before a split and all after it, in standard errors, over every split; its p-value is that of the largest, not of
 * one that was chosen by looking. Days are estimates with their variance, so rates, means and differences between arms all fit.
 */
import { normalBeyond, normalDensity } from './distributions';

/** What a day says, the variance of that (not of one unit), and how many units it comes from. In order of time. */
export type Reading = { value: number; variance: number; units: number };

/** Below this, days that are looked at again every day show a change that is not there in fewer than 5% of experiments (simulated: 180 days, rates of 2 to 50%, split evenly or by a bandit). */
export const CHANGE_BELOW = 0.001;
export type ChangePoint = {
  /** Index of the first reading after the change. */
  at: number;
  before: number; after: number;
  /** Of the largest difference. */
  z: number;
  /** Chance that days without a change show one as large at any split. */
  pValue: number;
};

/**
 * The largest difference over the splits that leave on either side `least` units, as many as make a mean normal (`unitsForRate`), and a share of `edge` of what is known (precision).
 * Null where none does.
 */
export function changePoint(readings: readonly Reading[], { least, edge = 0.05 }: { least: number; edge?: number }): ChangePoint | null {
  const precision = readings.map(({ variance }) => 1 / variance);
  const all = precision.reduce((sum, p) => sum + p, 0), total = readings.reduce((sum, { value }, i) => sum + value * precision[i]!, 0);
  const units = readings.reduce((n, reading) => n + reading.units, 0);
  let known = 0, sum = 0, early = 0, splits = 0, first = 1, last = 0;
  let best: Omit<ChangePoint, 'pValue'> | null = null;
  for (let at = 1; at < readings.length; at++) {
    known += precision[at - 1]!;
    sum += readings[at - 1]!.value * precision[at - 1]!;
    early += readings[at - 1]!.units;
    const share = known / all;
    if (share < edge || share > 1 - edge || early < least || units - early < least) continue;
    splits++;
    first = Math.min(first, share);
    last = Math.max(last, share);
    const before = sum / known, after = (total - sum) / (all - known);
    const z = (after - before) / Math.sqrt(1 / known + 1 / (all - known));
    if (!best || Math.abs(z) > Math.abs(best.z)) best = { at, before, after, z };
  }
  return best && { ...best, pValue: beyondAnywhere(Math.abs(best.z), splits, first, last) };
}

/**
 * P(the largest of the standardised differences is above z): the lesser of Bonferroni over the splits and the continuous limit, the largest of a standardised Brownian bridge between the
 * shares `first` and `last` (Miller and Siegmund 1982): (z - 1/z) phi(z) ln(last (1 - first) / (first (1 - last))) + 4 phi(z) / z.
 */
function beyondAnywhere(z: number, splits: number, first: number, last: number): number {
  const each = splits * normalBeyond(z);
  if (z < 1) return Math.min(1, each);
  const limit = normalDensity(z) * ((z - 1 / z) * Math.log((last * (1 - first)) / (first * (1 - last))) + 4 / z);
  return Math.min(1, each, limit);
}

/** Units among which both answers are expected `each` times: fewer, and a rate is far from normal. */
export const unitsForRate = (rate: number, each = 10): number => each / Math.min(rate, 1 - rate);
