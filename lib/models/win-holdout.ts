/** Trying the win model on deals that closed after everything it had seen: the figures it is judged and shown by. */
import { sigmoid } from '@/lib/ml/logistic-regression';
import { rollingOrigin, type Split } from '@/lib/ml/splits';
import { bootstrapByGroup } from '@/lib/stats/bootstrap';
import { ascendingOrder, auc, brier, expectedCalibrationError } from '@/lib/stats/probability-metrics';
import type { Rng } from '@/lib/stats/rng';
import type { ClosedDeal, Landmark } from './closed-deals';
import type { WinMetrics, WinPrior } from './schema';
import { rawRow, writeRow } from './win-design';
import { calibratedScore, fitLinear } from './win-linear';
import { winRatePosterior } from './win-prior';

/** What the hold-out saw, row by row. `constant` is what always saying the win rate of the time would have said. */
export type Holdout = { deal: number[]; label: number[]; weight: number[]; probability: number[]; constant: number[] };

/** Few and long blocks, so that one of them is not a single busy month. */
export const inOrderOfClosing = (deals: readonly ClosedDeal[]): Split[] => rollingOrigin(deals.map((deal) => deal.closedAt), { blocks: 3, start: 0.5 });

/**
 * Every block of `splits` predicted by a model that was built, calibrated and blended on its training deals alone. By default in
 * order of closing: the first half trains, then block after block is predicted from all the deals that closed before it.
 */
export function holdOut(
  deals: readonly ClosedDeal[], rows: readonly Landmark[],
  { excluded, prior, splits = inOrderOfClosing(deals) }: { excluded: ReadonlySet<string>; prior: WinPrior; splits?: readonly Split[] },
): Holdout {
  const out: Holdout = { deal: [], label: [], weight: [], probability: [], constant: [] };
  const byDeal: Landmark[][] = deals.map(() => []);
  for (const row of rows) byDeal[row.deal]!.push(row);
  for (const { train, test } of splits) {
    const order = [...train].sort((a, b) => a - b);
    const seen = order.map((d) => deals[d]!);
    const fitted = fitLinear(seen, order.flatMap((d) => byDeal[d]!), excluded);
    const posterior = winRatePosterior(seen.filter((deal) => deal.outcome === 'won').length, seen.length, prior);
    const values = new Float64Array(fitted?.linear.columns.length ?? 0);
    for (const row of test.flatMap((d) => byDeal[d]!)) {
      out.deal.push(row.deal);
      out.label.push(row.won);
      out.weight.push(row.weight);
      out.constant.push(posterior.rate);
      if (fitted) writeRow(rawRow(row.known, fitted.context, fitted.rates(row.known.at)), fitted.linear.columns, values);
      out.probability.push(fitted ? posterior.blendWeight * sigmoid(calibratedScore(fitted.linear, values)) + (1 - posterior.blendWeight) * prior.rate : posterior.rate);
    }
  }
  return out;
}

/** Metrics of the hold-out with 95% intervals from resampling deals; the improvement over the constant is paired. */
export function measure({ deal, label, weight, probability, constant }: Holdout, rng: Rng, replicates = 400): WinMetrics {
  const groups = new Map<number, number>();
  const group = Uint32Array.from(deal, (d) => {
    const known = groups.get(d);
    if (known !== undefined) return known;
    groups.set(d, groups.size);
    return groups.size - 1;
  });
  const order = ascendingOrder(probability);
  const drawn = new Float64Array(weight.length);
  const figures = (multiplicity?: Float64Array): [number, number, number, number, number] => {
    for (let i = 0; i < drawn.length; i++) drawn[i] = weight[i]! * (multiplicity ? multiplicity[i]! : 1);
    const model = brier(label, probability, drawn);
    const base = brier(label, constant, drawn);
    return [auc(label, probability, drawn, order), model, base, base - model, expectedCalibrationError(label, probability, drawn)];
  };
  const values = figures();
  const intervals = bootstrapByGroup({ group, groups: groups.size, rng, replicates }, figures);
  const figure = (k: number) => ({ value: values[k]!, ...intervals[k]! });
  return { deals: groups.size, auc: figure(0), brier: figure(1), brierConstant: figure(2), improvement: figure(3), ece: figure(4) };
}
