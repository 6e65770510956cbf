/**
 * Gradient-boosted trees on histograms: second-order boosting of the logistic loss (Friedman 2001; Chen & Guestrin 2016), trees grown
 * leaf by leaf on binned columns (Ke et al. 2017). Categories are split natively; "not known" is a bin and goes where it helps most.
 */
import type { Rng } from '@/lib/stats/rng';
import type { Binned, ColumnBins } from './bins';
import { TreeGrower, type GrowOptions } from './tree-grower';
import { addTrees, type Trees } from './trees';

export type BoostingOptions = GrowOptions & { rounds: number; learningRate: number };

export const BOOSTING: BoostingOptions = {
  rounds: 100, learningRate: 0.1, leaves: 31, maxDepth: 12, minLeaf: 20, l2: 1, columnShare: 1, rowShare: 1, categorySmoothing: 10, categoryL2: 10,
};

/** Log-odds of a row: `base` and its leaf of every tree. */
export type Boosted = { base: number; trees: Trees };

export type BoostingInput = {
  bins: readonly ColumnBins[]; binned: Binned;
  /** 0 or 1, one a row. */
  y: ArrayLike<number>;
  weights?: ArrayLike<number>;
  rng: Rng;
  options?: Partial<BoostingOptions>;
};

/** Throws RangeError when only one outcome is there. */
export function fitBoosted({ bins, binned, y, weights, rng, options }: BoostingInput): Boosted {
  const settings = { ...BOOSTING, ...options };
  const { rows } = binned;
  let total = 0, positive = 0;
  for (let i = 0; i < rows; i++) {
    const weight = weights ? weights[i]! : 1;
    total += weight;
    positive += weight * y[i]!;
  }
  if (!(positive > 0 && positive < total)) throw new RangeError('boosting needs both outcomes');
  const base = Math.log(positive / (total - positive));
  const margin = new Float64Array(rows).fill(base);
  const g = new Float64Array(rows), h = new Float64Array(rows);
  const grower = new TreeGrower(bins, binned, settings, rng);
  for (let round = 0; round < settings.rounds; round++) {
    for (let i = 0; i < rows; i++) {
      const p = 1 / (1 + Math.exp(-margin[i]!)), weight = weights ? weights[i]! : 1;
      g[i] = weight * (p - y[i]!);
      h[i] = weight * Math.max(1e-9, p * (1 - p));
    }
    grower.grow(g, h, settings.learningRate, margin);
  }
  return { base, trees: grower.trees() };
}

/** Log-odds of each row; `rounds` takes the first trees only. */
export function boostedLogOdds({ base, trees }: Boosted, binned: Binned, rounds = trees.roots.length): Float64Array {
  const out = new Float64Array(binned.rows).fill(base);
  addTrees(trees, binned, out, 0, rounds);
  return out;
}
