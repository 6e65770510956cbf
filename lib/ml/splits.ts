/** Ways to hold rows out. The unit is always the group (a deal): never the same one on two sides. */
import { shuffled, type Rng } from '@/lib/stats/rng';

export type Split = { train: number[]; test: number[] };

/**
 * Rolling origin (Tashman 2000): groups in order of `time`; the first `start` share trains, the next block is predicted, then
 * joins the training, and so on. Every test group is later than all that it is predicted from. Returns group numbers.
 */
export function rollingOrigin(time: ArrayLike<number>, { blocks = 5, start = 0.5 } = {}): Split[] {
  const order = Array.from({ length: time.length }, (_, i) => i).sort((i, j) => time[i]! - time[j]! || i - j);
  const edge = (k: number): number => Math.round(order.length * (start + ((1 - start) * k) / blocks));
  return Array.from({ length: blocks }, (_, k) => ({ train: order.slice(0, edge(k)), test: order.slice(edge(k), edge(k + 1)) }))
    .filter((split) => split.train.length > 0 && split.test.length > 0);
}

/** Groups dealt at random into `k` folds of nearly equal size. Returns group numbers. */
export function groupedKFold(groups: number, k: number, rng: Rng): Split[] {
  const order = shuffled(rng, Array.from({ length: groups }, (_, i) => i));
  return Array.from({ length: k }, (_, fold) => ({
    train: order.filter((_, i) => i % k !== fold),
    test: order.filter((_, i) => i % k === fold),
  })).filter((split) => split.train.length > 0 && split.test.length > 0);
}
