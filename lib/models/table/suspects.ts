/**
 * Columns that may have been written after the fact: one that alone tells nearly every outcome, or that is filled in for one outcome only. Nobody
 * but a person knows whether they were known in time, so they are named and asked about, not left out in silence.
 */
import { applyBins, binCount, fitBins } from '@/lib/ml/bins';
import type { Table } from '@/lib/ml/table';
import { auc } from '@/lib/stats/probability-metrics';
import { sourceOf } from './encode-table';

export type Suspect = { column: string; reason: 'power' | 'filled_in'; /** Of the column alone, on rows that it was not learnt from. */ auc: number; sentence: string };

/** A single honest column hardly ever tells outcomes apart this well; nor does the mere fact that it is filled in. */
const POWER = 0.9;
const FILLED_IN = 0.85;

/** AUC on the second half of the rows of the outcome rates that bins had in the first half. */
function powerOf(bins: Uint8Array, width: number, column: number, count: number, y: ArrayLike<number>, same: (bin: number) => number): number {
  const positive = new Float64Array(count), all = new Float64Array(count);
  let rate = 0, n = 0;
  for (let i = 0; i < y.length; i += 2) {
    const bin = same(bins[i * width + column]!);
    positive[bin]! += y[i]!;
    all[bin]!++;
    rate += y[i]!;
    n++;
  }
  const labels: number[] = [], scores: number[] = [];
  for (let i = 1; i < y.length; i += 2) {
    const bin = same(bins[i * width + column]!);
    labels.push(y[i]!);
    scores.push((positive[bin]! + (5 * rate) / n) / (all[bin]! + 5));
  }
  const value = auc(labels, scores);
  return Number.isNaN(value) ? 0.5 : value;
}

export function findSuspects(table: Table, y: ArrayLike<number>): Suspect[] {
  const fitted = fitBins(table), { bins, columns } = applyBins(fitted, table);
  const found = new Map<string, Suspect>();
  fitted.forEach((cut, c) => {
    if (cut.kind === 'text') return;
    const column = sourceOf(cut.name), count = binCount(cut);
    const power = powerOf(bins, columns, c, count, y, (bin) => bin);
    if (power >= POWER && power > (found.get(column)?.auc ?? 0)) {
      found.set(column, { column, reason: 'power', auc: power, sentence: `"${column}" alone tells the outcome (AUC ${power.toFixed(3)}). Is it known in time, or written after the fact? If after, leave it out.` });
      return;
    }
    const filled = powerOf(bins, columns, c, 2, y, (bin) => (bin === 0 ? 0 : 1));
    if (filled >= FILLED_IN && !found.has(column)) {
      found.set(column, { column, reason: 'filled_in', auc: filled, sentence: `Whether "${column}" is filled in tells the outcome (AUC ${filled.toFixed(3)}). Is it filled in after the fact? If so, leave it out.` });
    }
  });
  return [...found.values()];
}
