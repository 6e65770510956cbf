/** What one look at a feature's values found. */
import type { DriftMethod } from './schema';

/** Rows, of the smaller side, from which on distances are looked at instead of tests: with more, the least difference is no longer chance. */
export const MANY = 1_000;

export type Move = {
  method: DriftMethod;
  statistic: number;
  /** At this look's share of alpha; the feature has moved from here on. */
  threshold: number;
  /** How often unchanged values are as far apart. */
  chance: number;
  /** Whether the statistic grows with the distance itself; chi-square grows with its square. */
  linear: boolean;
};

export const hasMoved = ({ statistic, threshold }: Move): boolean => statistic >= threshold && statistic > 0;

/** How far in thresholds, whatever the method: 1 is the threshold. */
export function reach({ statistic, threshold, linear }: Move): number {
  if (statistic === 0) return 0;
  return linear ? statistic / threshold : Math.sqrt(statistic / threshold);
}
