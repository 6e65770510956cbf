/** Were units split as the weights said? Over all epochs: each with its own weights. */
import { checkSplit, type SplitVerdict } from '@/lib/stats/sample-ratio';
import { grouped, unitsOf, type MetricRows } from './cohorts';
import type { Design } from './design';
import type { Results, WeightsRow } from '../results-schema';

export type SplitSeen = Results['sampleRatio'] & { verdict: SplitVerdict };

/**
 * Expected are, over the epochs, units times weights. With several epochs the chi-square is a little on the safe side: a sum of splits varies less than one split at the mean of their
 * weights. An epoch of which no weights are known had those before it, or the design's.
 */
export function sampleSplit(design: Design, { over, waiting }: MetricRows, weights: readonly WeightsRow[]): SplitSeen {
  const rows = over.map((own, i) => grouped([...own, ...waiting[i]!], ({ epoch }) => epoch));
  const epochs = [...new Set(rows.flatMap((own) => [...own.keys()]))];
  const observed = rows.map((own) => unitsOf([...own.values()].flat()));
  const expected = design.variants.map(() => 0);
  for (const epoch of epochs) {
    const units = rows.reduce((sum, own) => sum + unitsOf(own.get(epoch) ?? []), 0);
    weightsAt(design, weights, epoch).forEach((share, i) => { expected[i]! += units * share; });
  }
  if (!expected.some((units) => units > 0)) return { observed, expected, pValue: null, verdict: 'ok' };
  const { pValue, verdict } = checkSplit(observed, expected);
  return { observed, expected, pValue, verdict };
}

/** Shares of the variants, in their order, that add up to one. */
function weightsAt({ variants }: Design, weights: readonly WeightsRow[], epoch: number): number[] {
  const row = weights.filter((one) => one.epoch <= epoch).reduce<WeightsRow | null>((latest, one) => (latest && latest.epoch >= one.epoch ? latest : one), null);
  const given = variants.map(({ id }) => row?.weights[id] ?? 0);
  const all = given.some((w) => w > 0) ? given : variants.map(({ weight }) => weight);
  const total = all.reduce((sum, w) => sum + w, 0);
  return all.map((w) => w / total);
}
