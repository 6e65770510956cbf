/**
 * What becomes of a version on trial, decided by what it and the champion said of the same records at the same moments. Pure.
 *
 * It may be looked at after every outcome: all rests on an always-valid sequence of the mean paired difference of squared errors (lib/stats), so a version
 * that is no worse is stopped wrongly in at most 5% of trials, however long they last. "Not worse" means that the worse end of the interval stays below
 * 5% of the champion's own error.
 */
import { sequenceOfEffect } from '@/lib/stats/confidence-sequence';

/** Shares of the records that a challenger serves, one after the other; then it is promoted. */
export const SHARES = [0.1, 0.25, 0.5] as const;
/** Outcomes that each step needs, new since the last. */
export const LEAST_OUTCOMES = 50;
const MARGIN = 0.05;
const ALPHA = 0.05;
/** Outcomes at which the sequence is tightest. */
const TUNING = 200;
/** A former champion goes on unseen until the new one has held up on so many outcomes, or for so many days. */
export const GUARD_OUTCOMES = 200;
export const GUARD_DAYS = 90;

export type Evidence = {
  n: number;
  /** Mean of (version's squared error - the other's) with its always-valid 95% interval. */
  difference: number; low: number; high: number; pValue: number;
  /** The other's own Brier score on these records. */
  other: number;
};

/** `losses`: of each record the squared error of the version in question and of the other. Null under two. */
export function evidenceOf(losses: readonly (readonly [number, number])[]): Evidence | null {
  const n = losses.length;
  if (n < 2) return null;
  const mean = losses.reduce((sum, [a, b]) => sum + a - b, 0) / n;
  const other = losses.reduce((sum, [, b]) => sum + b, 0) / n;
  const variance = losses.reduce((sum, [a, b]) => sum + (a - b - mean) ** 2, 0) / (n - 1);
  // Two that always say the same differ by what they differ by.
  if (variance === 0) return { n, difference: mean, low: mean, high: mean, pValue: mean === 0 ? 1 : 0, other };
  const { low, high, pValue } = sequenceOfEffect({ n, effect: mean, standardError: Math.sqrt(variance / n), degreesOfFreedom: n - 1, controlMean: other }, { alpha: ALPHA, tuning: TUNING });
  return { n, difference: mean, low, high, pValue, other };
}

export type Decision = { kind: 'wait' | 'stop' | 'promote' | 'roll_back' | 'end_guard'; why: string } | { kind: 'grow'; share: number; why: string };

const counted = (n: number): string => `${n.toLocaleString('en-US')} outcome${n === 1 ? '' : 's'}`;
const figures = ({ n, difference, low, high }: Evidence): string => `on ${counted(n)} its Brier score is ${difference <= 0 ? 'lower' : 'higher'} by ${Math.abs(difference).toFixed(4)} (${low.toFixed(4)} to ${high.toFixed(4)}, valid at every look)`;

/** Of a shadow or challenger. `since`: outcomes that came since its last step. */
export function judgeTrial({ stage, share, since }: { stage: 'shadow' | 'challenger'; share: number; since: number }, evidence: Evidence | null): Decision {
  const n = evidence?.n ?? 0;
  if (!evidence || n < LEAST_OUTCOMES) return { kind: 'wait', why: `${counted(n)} of ${LEAST_OUTCOMES} that it takes to decide` };
  if (evidence.low > 0) return { kind: 'stop', why: `Worse than the champion: ${figures(evidence)}` };
  const reach = MARGIN * evidence.other;
  if (stage === 'shadow') {
    return evidence.difference <= reach
      ? { kind: 'grow', share: SHARES[0], why: `Not worse than the champion so far: ${figures(evidence)}` }
      : { kind: 'wait', why: `It looks worse, though not surely: ${figures(evidence)}` };
  }
  if (since < LEAST_OUTCOMES) return { kind: 'wait', why: `${counted(since)} of ${LEAST_OUTCOMES} since the last step` };
  if (evidence.high > reach) return { kind: 'wait', why: `It may still be worse than the champion by more than ${(MARGIN * 100).toFixed(0)}% of its error: ${figures(evidence)}` };
  const next = SHARES.find((step) => step > share + 1e-9);
  return next === undefined ? { kind: 'promote', why: `As good as the champion or better: ${figures(evidence)}` } : { kind: 'grow', share: next, why: `As good as the champion or better: ${figures(evidence)}` };
}

/** Of a champion that was on trial, against the one before it, which goes on unseen. `days` since the promotion. */
export function judgePromoted(days: number, evidence: Evidence | null): Decision {
  if (evidence && evidence.n >= LEAST_OUTCOMES && evidence.difference > 0 && evidence.pValue < ALPHA) return { kind: 'roll_back', why: `Worse than the champion before it: ${figures(evidence)}` };
  if (evidence && evidence.n >= GUARD_OUTCOMES && evidence.high <= MARGIN * evidence.other) return { kind: 'end_guard', why: `The new champion held up: ${figures(evidence)}` };
  if (days >= GUARD_DAYS) return { kind: 'end_guard', why: `The new champion has been in use for ${GUARD_DAYS} days${evidence ? `: ${figures(evidence)}` : ''}` };
  return { kind: 'wait', why: `${counted(evidence?.n ?? 0)} since the promotion` };
}
