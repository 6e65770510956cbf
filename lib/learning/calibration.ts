/** Forecasts held against what happened: the reliability chart, Brier and expected calibration error. Pure. */
import { bootstrapByGroup } from '@/lib/stats/bootstrap';
import { clusteredMean, clusterSums } from '@/lib/stats/clustered-rates';
import type { Rng } from '@/lib/stats/rng';
import { noMeasure, rateMeasure } from './measures';
import type { LearningMetrics, Measure, ReliabilityBin } from './schema';

/** Forecasts of one deal in one tenth of the probability: how many, sum of the probabilities, of the outcomes (1: won) and of the squared errors. */
export type ForecastCell = { deal: number; bin: number; n: number; said: number; won: number; squared: number };

const NONE = 'No deal with a forecast that somebody saw closed in this period.';
const FEW = 'One deal alone says nothing about how deals differ.';
/** Rows that a bootstrap may touch: keeps the page quick however many forecasts there are. */
const BUDGET = 500_000;

const byDeal = (cells: readonly ForecastCell[], value: (cell: ForecastCell) => number) => {
  const deals = new Map<number, { hits: number; n: number }>();
  for (const cell of cells) {
    const sum = deals.get(cell.deal) ?? { hits: 0, n: 0 };
    deals.set(cell.deal, { hits: sum.hits + value(cell), n: sum.n + cell.n });
  }
  return clusterSums(deals.values());
};

export function calibrationOf(cells: readonly ForecastCell[], rng: Rng, none = NONE): LearningMetrics['calibration'] {
  const n = cells.reduce((sum, cell) => sum + cell.n, 0);
  if (n === 0) return { bins: [], brier: noMeasure(none), constant: null, ece: noMeasure(none) };
  const rate = cells.reduce((sum, cell) => sum + cell.won, 0) / n;
  const constant = rate * (1 - rate);
  return { bins: binsOf(cells), brier: brierOf(cells, rate), constant, ece: eceOf(cells, n, rng) };
}

function binsOf(cells: readonly ForecastCell[]): ReliabilityBin[] {
  return Array.from({ length: 10 }, (_, bin) => cells.filter((cell) => cell.bin === bin)).flatMap((own, bin) => {
    if (own.length === 0) return [];
    const sums = byDeal(own, (cell) => cell.won);
    const said = own.reduce((sum, cell) => sum + cell.said, 0) / sums.n;
    return [{ from: bin / 10, to: (bin + 1) / 10, said, ...rateMeasure(sums, undefined, { none: NONE, alone: 'Compared with what was said.' }) }];
  });
}

/** Against always saying the win rate of these very deals, which nobody knew beforehand: a hard comparison. Both are measured on the same forecasts, so the difference is a paired one. */
function brierOf(cells: readonly ForecastCell[], rate: number): Measure {
  const found = clusteredMean(byDeal(cells, (cell) => cell.squared));
  const n = cells.reduce((sum, cell) => sum + cell.n, 0);
  if (!found) return noMeasure(FEW, { value: cells.reduce((sum, cell) => sum + cell.squared, 0) / n, n, groups: 1 });
  // (rate - y)² summed over a cell: n·rate² - 2·rate·won + won, since y is 0 or 1.
  const against = clusteredMean(byDeal(cells, (cell) => cell.squared - (cell.n * rate * rate - 2 * rate * cell.won + cell.won)));
  return {
    value: found.value, low: Math.max(0, found.low), high: found.high, n, groups: found.clusters, why: null, whyNotCompared: null,
    compared: against && { to: 'always saying the win rate', value: rate * (1 - rate), n, difference: against.value, low: against.low, high: against.high },
  };
}

/** How far off the forecasts are, in the mean over tenths of the probability; interval by drawing whole deals. */
function eceOf(cells: readonly ForecastCell[], n: number, rng: Rng): Measure {
  const bins = Uint8Array.from(cells, (cell) => cell.bin);
  const gaps = Float64Array.from(cells, (cell) => cell.won - cell.said);
  const sizes = Float64Array.from(cells, (cell) => cell.n);
  const gap = new Float64Array(10);
  const error = (times: Float64Array): number => {
    gap.fill(0);
    let total = 0;
    for (let i = 0; i < times.length; i++) {
      gap[bins[i]!]! += times[i]! * gaps[i]!;
      total += times[i]! * sizes[i]!;
    }
    let sum = 0;
    for (const one of gap) sum += Math.abs(one);
    return total === 0 ? 0 : sum / total;
  };
  const value = error(new Float64Array(cells.length).fill(1));
  const numbers = new Map<number, number>();
  const group = cells.map(({ deal }) => { const known = numbers.get(deal) ?? numbers.size; numbers.set(deal, known); return known; });
  const groups = numbers.size;
  if (groups < 2) return noMeasure(FEW, { value, n, groups });
  const replicates = Math.max(200, Math.min(1000, Math.floor(BUDGET / cells.length)));
  let sum = 0;
  const [drawn] = bootstrapByGroup({ group, groups, rng, replicates }, (times) => { const one = error(times); sum += one; return [one]; });
  // Drawing again adds the noise of the sample a second time, which can only raise this figure: the interval is moved back by what it gained.
  const gained = sum / replicates - value;
  return { value, low: Math.min(value, Math.max(0, drawn!.low - gained)), high: Math.max(value, Math.min(1, drawn!.high - gained)), n, groups, why: null, compared: null, whyNotCompared: 'Nought is perfect.' };
}
