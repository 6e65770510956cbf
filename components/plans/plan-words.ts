/** Words for plan items. Pure. */
import { formatNumber, type ReadingHabits } from '@/components/ui/format';
import type { Tone } from '@/components/ui/tone';
import type { EffectMetric, ExpectedEffect, MeasuredEffect, MeasuredMetric, PlanItem, PlanStatus } from '@/lib/plans/schema';

export const STATUS_WORDS: Record<PlanStatus, string> = {
  proposed: 'Waiting', approved: 'Being applied', rejected: 'Rejected', applied: 'Applied', failed: 'Not applied', reverted: 'Taken back', expired: 'Expired',
};
export const STATUS_TONES: Record<PlanStatus, Tone> = {
  proposed: 'caution', approved: 'action', rejected: 'neutral', applied: 'opportunity', failed: 'risk', reverted: 'neutral', expired: 'neutral',
};
/** Approved for a day that is still to come. */
export const isScheduled = ({ status, applyAt }: Pick<PlanItem, 'status' | 'applyAt'>, now: string): boolean => status === 'approved' && applyAt !== null && applyAt > now;
export const METRIC_WORDS: Record<EffectMetric, { name: string; units: string }> = {
  accuracy: { name: 'Accuracy', units: 'resolved insights' }, helpful: { name: 'Helpful', units: 'answers' },
};

/** A difference of shares in points, signed with a real minus: 0.054 gives "+5.4". */
export function signedPoints(share: number, habits: ReadingHabits): string {
  const text = formatNumber(Math.abs(share) * 100, habits, 1);
  return text === '0' ? '0' : `${share < 0 ? '−' : '+'}${text}`;
}

export const intervalWords = ({ low, high }: { low: number; high: number }, habits: ReadingHabits): string => `${signedPoints(low, habits)} to ${signedPoints(high, habits)} points`;

/** What is said of a measured metric: the difference, or how much is missing until there is one. */
export function measuredWords({ metric, before, since, difference }: MeasuredMetric, { needed }: Pick<MeasuredEffect, 'needed'>, habits: ReadingHabits): string {
  const { units } = METRIC_WORDS[metric];
  const of = ({ hits, n }: { hits: number; n: number }) => `${formatNumber(hits, habits)} of ${formatNumber(n, habits)}`;
  if (difference !== null) return `${of(since)} ${units} since, ${of(before)} before`;
  if (since.n < needed) return `too early: ${formatNumber(since.n, habits)} of ${formatNumber(needed, habits)} ${units}`;
  return `too few before to compare with: ${formatNumber(before.n, habits)} of ${formatNumber(needed, habits)} ${units}`;
}

/** Whether the measured difference lies in the expected interval; null while there is nothing to say. */
export const asExpected = (expected: ExpectedEffect | null, metrics: readonly MeasuredMetric[]): boolean | null => {
  const found = expected && metrics.find(({ metric }) => metric === expected.metric)?.difference;
  return expected === null || found === null || found === undefined ? null : found >= expected.low && found <= expected.high;
};
