/** The area under the ROC curve on two separate sets of rows: their difference with interval and test, by the placements of DeLong, DeLong and Clarke-Pearson (1988). */
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { studentBeyond } from './distributions';
import { ascendingOrder } from './probability-metrics';

export type AucParts = {
  auc: number;
  positives: number;
  negatives: number;
  /** Its variance: what the positives and what the negatives bring to it. */
  fromPositives: number;
  fromNegatives: number;
};
export type AucDifference = { difference: number; low: number; high: number; pValue: number };

/** Null with fewer than two rows of either outcome: nothing is known of its spread. O(n log n). */
export function aucParts(labels: ArrayLike<number>, scores: ArrayLike<number>): AucParts | null {
  const order = ascendingOrder(scores);
  let positives = 0;
  for (let i = 0; i < labels.length; i++) if (labels[i] === 1) positives++;
  const negatives = labels.length - positives;
  if (positives < 2 || negatives < 2) return null;
  // A positive's placement is the share of negatives below it, a negative's the share of positives above; ties half.
  const sum = [0, 0], squares = [0, 0];
  let below = 0, passed = 0;
  for (let i = 0; i < order.length;) {
    const from = i, score = scores[order[i]!];
    let tied = 0;
    for (; i < order.length && scores[order[i]!] === score; i++) if (labels[order[i]!] === 1) tied++;
    const others = i - from - tied;
    const ofPositive = (below + others / 2) / negatives, ofNegative = (positives - passed - tied / 2) / positives;
    sum[1]! += tied * ofPositive; squares[1]! += tied * ofPositive ** 2;
    sum[0]! += others * ofNegative; squares[0]! += others * ofNegative ** 2;
    below += others;
    passed += tied;
  }
  const auc = sum[1]! / positives;
  const variance = (n: number, total: number) => Math.max(0, total - n * auc * auc) / (n - 1) / n;
  return { auc, positives, negatives, fromPositives: variance(positives, squares[1]!), fromNegatives: variance(negatives, squares[0]!) };
}

/** auc(a) - auc(b); t with Satterthwaite's degrees of freedom over the four parts, because there may be few positives. */
export function aucDifference(a: AucParts, b: AucParts, level = 0.95): AucDifference {
  const difference = a.auc - b.auc;
  const parts = [[a.fromPositives, a.positives], [a.fromNegatives, a.negatives], [b.fromPositives, b.positives], [b.fromNegatives, b.negatives]] as const;
  const variance = parts.reduce((sum, [part]) => sum + part, 0);
  if (variance === 0) return { difference, low: difference, high: difference, pValue: difference === 0 ? 1 : 0 };
  const df = 1 / parts.reduce((sum, [part, n]) => sum + (part / variance) ** 2 / (n - 1), 0);
  const error = Math.sqrt(variance), reach = tQuantile(0.5 + level / 2, df) * error;
  return { difference, low: difference - reach, high: difference + reach, pValue: studentBeyond(difference / error, df) };
}
