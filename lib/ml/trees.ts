/**
 * An ensemble of decision trees over binned rows: how it is kept, and how it is added up. A split is the set of bins that go left, whatever
 * the column's kind, so numbers, categories and "not known" are one case.
 */
import type { Binned } from './bins';

export const WORDS = 8;

/** Trees one after the other; nodes of all trees are numbered through. */
export type Trees = {
  /** Root of each tree: a node, or ~leaf where the tree is a single leaf. */
  roots: number[];
  /** Column that each node asks about. */
  column: Int32Array;
  /** 8 words of 32 bits a node: the bins that go left. */
  left: Uint32Array;
  /** Two a node, left then right: a node, or ~leaf. */
  children: Int32Array;
  /** Value of each leaf, in log-odds (boosting) or as a share (forest). */
  value: Float64Array;
  /** Training weight that reached each node and leaf: what attributions average by. */
  nodeCover: Float64Array;
  leafCover: Float64Array;
};

const BLOCK = 1024;

/** Adds every tree's leaf value to `out`, row by row; `from` and `to` limit the trees. */
export function addTrees(trees: Trees, { rows, columns, bins }: Binned, out: Float64Array, from = 0, to = trees.roots.length): void {
  const { roots, column, left, children, value } = trees;
  for (let start = 0; start < rows; start += BLOCK) {
    const end = Math.min(rows, start + BLOCK);
    for (let t = from; t < to; t++) {
      const root = roots[t]!;
      if (root < 0) {
        for (let i = start; i < end; i++) out[i]! += value[~root]!;
        continue;
      }
      for (let i = start, base = start * columns; i < end; i++, base += columns) {
        let node = root;
        do {
          const bin = bins[base + column[node]!]!;
          node = children[(node << 1) + (~(left[(node << 3) + (bin >>> 5)]! >>> (bin & 31)) & 1)]!;
        } while (node >= 0);
        out[i]! += value[~node]!;
      }
    }
  }
}
