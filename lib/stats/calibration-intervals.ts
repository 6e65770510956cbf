/** How sure the figures of calibration are. Rows of one deal belong together, so whole deals are drawn. */
import { bootstrapByGroup } from './bootstrap';
import { brier, expectedCalibrationError } from './probability-metrics';
import type { Interval } from './rates';
import type { Rng } from './rng';

export type Judged = {
  /** 0 or 1: what happened. */
  labels: readonly number[];
  /** 0..1: what was said. */
  probabilities: readonly number[];
  /** What belongs together, for example the deal's id. */
  clusters: readonly string[];
};
type Options = { rng: Rng; replicates?: number; level?: number };
export type EstimateWithInterval = Interval & { estimate: number };

function resample({ labels, probabilities, clusters }: Judged, { rng, replicates = 1000, level = 0.95 }: Options, figure: (weights?: Float64Array) => number): EstimateWithInterval | null {
  if (labels.length !== clusters.length || labels.length !== probabilities.length) throw new RangeError('labels, probabilities and clusters must be of one length');
  const numbers = new Map<string, number>();
  const group = clusters.map((cluster) => { const known = numbers.get(cluster) ?? numbers.size; numbers.set(cluster, known); return known; });
  if (numbers.size < 2) return null;
  const estimate = figure();
  const [range, centre] = withCentre(group, numbers.size, { rng, replicates, level }, figure);
  // Drawing again adds the noise of the sample a second time. A figure that only noise can raise (the calibration error) is moved back by what it gained.
  const gained = centre - estimate;
  return { estimate, low: Math.min(estimate, Math.max(0, range.low - gained)), high: Math.max(estimate, Math.min(1, range.high - gained)) };
}

function withCentre(group: readonly number[], groups: number, { rng, replicates, level }: Required<Options>, figure: (weights: Float64Array) => number): [Interval, number] {
  let sum = 0;
  const [range] = bootstrapByGroup({ group, groups, rng, replicates, level }, (weights) => { const value = figure(weights); sum += value; return [value]; });
  return [range as Interval, sum / replicates];
}

/** Brier score with its bootstrap interval over clusters. Null under two clusters. */
export const brierInterval = (judged: Judged, options: Options): EstimateWithInterval | null =>
  resample(judged, options, (weights) => brier(judged.labels, judged.probabilities, weights));

/** Expected calibration error with its bootstrap interval over clusters, corrected for the rise that drawing again brings. Null under two clusters. */
export const eceInterval = (judged: Judged, options: Options): EstimateWithInterval | null =>
  resample(judged, options, (weights) => expectedCalibrationError(judged.labels, judged.probabilities, weights));

/**
 * The calibration error that perfect probabilities would show at this size: outcomes drawn from the probabilities themselves, averaged. An error at or below it is
 * no sign of anything. All rows of a cluster share one outcome draw, as rows of one deal do.
 */
export function eceByChance({ probabilities, clusters }: Pick<Judged, 'probabilities' | 'clusters'>, { rng, replicates = 200 }: { rng: Rng; replicates?: number }): number {
  let sum = 0;
  for (let r = 0; r < replicates; r++) {
    const draws = new Map<string, number>();
    const labels = probabilities.map((p, i) => {
      const cluster = clusters[i] as string;
      const draw = draws.get(cluster) ?? rng();
      draws.set(cluster, draw);
      return draw < p ? 1 : 0;
    });
    sum += expectedCalibrationError(labels, probabilities);
  }
  return sum / replicates;
}
