/** The measured effect of a change, and how well expectations have held. Pure. */
import { compareRates, type Count } from '@/lib/stats/rates';
import type { EffectMetric, ExpectedEffect, MeasuredEffect, MeasuredMetric } from './schema';

/** Resolved insights, or answers, that are needed before and since: with fewer, nothing is said of the difference. */
export const NEEDED = 20;

/** Since against before, as a difference of shares with its 95% interval (Newcombe); without one while either side is too small. */
export function measuredMetric(metric: EffectMetric, before: Count, since: Count): MeasuredMetric {
  if (before.n < NEEDED || since.n < NEEDED) return { metric, before, since, difference: null, low: null, high: null };
  const { difference, low, high } = compareRates(since, before);
  return { metric, before, since, difference, low, high };
}

export type TrackRecord = { judged: number; inside: number };

/** Of the changes whose effect was expected and could be measured: how many came out inside the interval that was given. */
export function trackRecord(items: readonly { expected: ExpectedEffect; measured: MeasuredEffect }[]): TrackRecord {
  const pairs = items.flatMap(({ expected, measured }) => {
    const found = measured.metrics.find(({ metric }) => metric === expected.metric)?.difference ?? null;
    return found === null ? [] : [found >= expected.low && found <= expected.high];
  });
  return { judged: pairs.length, inside: pairs.filter(Boolean).length };
}
