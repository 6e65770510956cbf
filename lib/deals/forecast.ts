/** The forecast by month: what open deals are expected to bring, from sums or from the deals themselves. Pure. */
import { expectedOfMany, expectedTotal, MOST_PARTS, type Part } from '@/lib/stats/expected-total';
import { monthOf, monthStart } from './months';

/** Months that stand by themselves, this one included; what closes later is one row. */
export const MONTHS_AHEAD = 6;
/** From this shown chance on a deal counts as likely (`probabilityWord`: likely and very likely). */
export const LIKELY = 0.6;

/** `overdue`, six months, `YYYY-MM..` for later, `none`: each open deal is in exactly one, and each is a value of the filter `month`. */
export function bucketsFrom(now: Date): string[] {
  const month = monthOf(now);
  const after = (plus: number) => monthOf(monthStart(month, plus));
  return ['overdue', ...Array.from({ length: MONTHS_AHEAD }, (_, plus) => after(plus)), `${after(MONTHS_AHEAD)}..`, 'none'];
}

/** Of a bucket, all money in minor units of the workspace's currency. */
export type BucketSums = {
  count: number; minor: number; likely: number;
  /** In currencies without a stored rate, or without a chance yet: not in the expected value. */
  unconverted: number; unscored: number;
  /** Of the deals with amount and chance: sum of p·a, of p(1-p)·a², and of a. */
  expected: number; variance: number; most: number;
};
export const NOTHING: BucketSums = { count: 0, minor: 0, likely: 0, unconverted: 0, unscored: 0, expected: 0, variance: 0, most: 0 };

export type ForecastRow = Omit<BucketSums, 'variance' | 'most'> & {
  bucket: string;
  /** 95% interval of what the deals of the bucket will bring if each is won by its own chance. */
  low: number; high: number;
  /** The expected value as it stood a week ago; null when too few of its deals were scored then. */
  weekAgo: number | null;
};

export const addSums = (a: BucketSums, b: BucketSums): BucketSums => ({
  count: a.count + b.count, minor: a.minor + b.minor, likely: a.likely + b.likely, unconverted: a.unconverted + b.unconverted, unscored: a.unscored + b.unscored,
  expected: a.expected + b.expected, variance: a.variance + b.variance, most: a.most + b.most,
});

/** `parts` are the deals themselves where there are few enough to compute their distribution, else null. */
export function forecastRow(bucket: string, sums: BucketSums, parts: readonly Part[] | null, weekAgo: number | null): ForecastRow {
  const { variance, most, ...shown } = sums;
  const { expected, low, high } = parts && parts.length <= MOST_PARTS ? expectedTotal(parts) : expectedOfMany({ expected: sums.expected, variance, most });
  return { bucket, ...shown, expected: Math.round(expected), low: Math.round(low), high: Math.round(high), weekAgo: weekAgo === null ? null : Math.round(weekAgo) };
}

/** Of the deals open a week ago that share must have had a score for a comparison to mean anything. */
const ENOUGH_SCORED = 0.9;

export type PastSums = { expected: number; priced: number; scored: number };
export const comparable = (past: PastSums | undefined): number | null =>
  past === undefined || past.priced === 0 || past.scored / past.priced < ENOUGH_SCORED ? null : past.expected;
