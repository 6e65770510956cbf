/** How the learner of tables gets on with more rows: trained on growing shares of them, measured on the same rows held out. For the curve through the points see lib/stats/learning-curve.ts. */
import { auc, brier } from '@/lib/stats/probability-metrics';
import { takeRows, type Table } from './table';
import { predictTabular, trainTabular, type TabularOptions } from './tabular';

export type SharePoint = { /** Rows learnt from. */ n: number; brier: number; auc: number };

/** Fewer of an outcome, and folds would be without it. */
const FEWEST = 10;

/** `train`: rows in the order in which they are learnt (the earliest first, or dealt at random). Yields a point a share; shares with fewer than ten of an outcome are passed over. */
export function* growingShares(
  table: Table, y: ArrayLike<number>,
  { train, test, shares = [0.125, 0.25, 0.5, 1], ...options }: { train: readonly number[]; test: readonly number[]; shares?: readonly number[] } & Pick<TabularOptions, 'seed'>,
): Generator<SharePoint> {
  const held = takeRows(table, test), labels = Array.from(test, (i) => y[i]!);
  for (const share of shares) {
    const rows = train.slice(0, Math.round(share * train.length)), target = Float64Array.from(rows, (i) => y[i]!);
    const positives = target.reduce((sum, label) => sum + label, 0);
    if (Math.min(positives, rows.length - positives) < FEWEST) continue;
    const training = trainTabular(takeRows(table, rows), target, options);
    let step = training.next();
    while (!step.done) step = training.next();
    const said = Array.from(predictTabular(step.value, held));
    yield { n: rows.length, brier: brier(labels, said), auc: auc(labels, said) };
  }
}
