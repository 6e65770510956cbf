/** When a check raises an alarm. */
export type DriftOptions = {
  /** Change of performance for the worse from which on it is a warning, and from which on it is critical. */
  warning?: number;
  critical?: number;
  /** Outcomes, and rows of a feature, needed on each side before anything is said. */
  minSamples?: number;
  /** Chance that a whole check of unchanged data says that something has. */
  alpha?: number;
  /** What a feature has to move past 1,000 rows, where the least move is no longer chance: standard deviations, or Jensen-Shannon distance. */
  leastMove?: number;
};

/** Throws RangeError on thresholds out of order. */
export function settings(options: DriftOptions = {}): Required<DriftOptions> {
  const all = { warning: 0.1, critical: 0.2, minSamples: 50, alpha: 0.05, leastMove: 0.1, ...options };
  if (!(all.warning > 0 && all.critical >= all.warning && all.alpha > 0 && all.alpha < 1 && all.leastMove >= 0)) throw new RangeError('drift thresholds: 0 < warning <= critical, alpha between 0 and 1');
  return { ...all, minSamples: Math.max(2, all.minSamples) };
}
