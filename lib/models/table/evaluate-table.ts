/**
 * How well outcomes can be told from a table: every row predicted by a model that has not seen it (cross-validation), and the later rows by one that
 * knows the earlier ones only. Pure but for the clock that is passed in.
 */
import { takeRows, type Table } from '@/lib/ml/table';
import { predictTabular, trainTabular, type TabularModel, type TabularOptions } from '@/lib/ml/tabular';
import { auc, brier, expectedCalibrationError, logLoss } from '@/lib/stats/probability-metrics';
import { createRng, shuffled } from '@/lib/stats/rng';
import { signalOf } from '../win-signal';

export type TableMetrics = { auc: number; brier: number; logloss: number; ece: number };

export type TableEvaluation = {
  cv5: TableMetrics; temporal: TableMetrics | null;
  /** Of each row, in order: said by the model that did not see it. */
  predictions: Float64Array;
  /** Of the rows after the first 70%, by row. */
  later: { row: number; probability: number }[];
  /** Mean of the trainings, in seconds. */
  trainingSeconds: number;
  /** The constant's Brier score, and the verdict on whether the columns say anything beyond it. */
  constant: number; signal: 'none' | 'weak' | 'present';
};

export const EVALUATION_FOLDS = 5;
const EARLIER = 0.7;

/** Trains to the end. */
export function trainWhole(table: Table, y: ArrayLike<number>, options: TabularOptions): TabularModel {
  const training = trainTabular(table, y, options);
  for (;;) {
    const step = training.next();
    if (step.done) return step.value;
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const metricsOf = (y: readonly number[], p: readonly number[]): TableMetrics => ({ auc: auc(y, p), brier: brier(y, p), logloss: logLoss(y, p), ece: expectedCalibrationError(y, p) });

/** Rows dealt at random into folds, both outcomes evenly; a fold a row. */
export function stratifiedFolds(y: ArrayLike<number>, folds: number, seed: string): Int32Array {
  const out = new Int32Array(y.length), rng = createRng(seed);
  for (const outcome of [0, 1]) {
    const rows = Array.from({ length: y.length }, (_, i) => i).filter((i) => y[i] === outcome);
    shuffled(rng, rows).forEach((row, k) => { out[row] = k % folds; });
  }
  return out;
}

/**
 * `folds`: one number a row, any numbers; `order`: rows in order of time. Throws RangeError when an outcome is missing in a training part.
 */
export function evaluateTable(table: Table, y: Float64Array, { folds, order, seed, now, tell = () => {} }: {
  folds: ArrayLike<number>; order: readonly number[] | null; seed: string; now: () => number; tell?: (done: number, total: number) => void;
}): TableEvaluation {
  const rows = Array.from({ length: table.rows }, (_, i) => i);
  const names = [...new Set(Array.from(folds))].sort((a, b) => a - b);
  const predictions = new Float64Array(table.rows), seconds: number[] = [], constants = new Float64Array(table.rows);
  const fit = (train: readonly number[], test: readonly number[]): Float64Array => {
    const target = Float64Array.from(train, (i) => y[i]!), seen = takeRows(table, train);
    const from = now();
    const model = trainWhole(seen, target, { seed });
    seconds.push((now() - from) / 1000);
    return predictTabular(model, takeRows(table, test));
  };
  names.forEach((name, k) => {
    const train = rows.filter((i) => folds[i] !== name), test = rows.filter((i) => folds[i] === name);
    const said = fit(train, test), rate = mean(train.map((i) => y[i]!));
    test.forEach((row, i) => { predictions[row] = said[i]!; constants[row] = rate; });
    tell(k + 1, names.length + (order ? 1 : 0));
  });
  let temporal: TableMetrics | null = null, later: TableEvaluation['later'] = [];
  if (order) {
    const edge = Math.floor(order.length * EARLIER), test = order.slice(edge);
    const said = Array.from(fit(order.slice(0, edge), test));
    temporal = metricsOf(test.map((i) => y[i]!), said);
    later = test.map((row, i) => ({ row, probability: said[i]! }));
    tell(names.length + 1, names.length + 1);
  }
  const labels = Array.from(y), cv5 = metricsOf(labels, Array.from(predictions)), constant = brier(labels, Array.from(constants));
  return { cv5, temporal, predictions, later, trainingSeconds: mean(seconds), constant, signal: verdict(labels, predictions, constants) };
}

/** none: not surely better than the training rows' rate (paired 95% interval), or by less than 1% of its Brier score. */
function verdict(y: readonly number[], said: Float64Array, constants: Float64Array): TableEvaluation['signal'] {
  const gains = y.map((label, i) => (constants[i]! - label) ** 2 - (said[i]! - label) ** 2);
  const gain = mean(gains), error = Math.sqrt(mean(gains.map((g) => (g - gain) ** 2)) / gains.length);
  return signalOf({ value: gain, low: gain - 1.96 * error }, mean(y.map((label, i) => (constants[i]! - label) ** 2)));
}
