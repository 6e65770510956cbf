/**
 * Adding up trees by bits instead of by walking (QuickScorer: Lucchese et al. 2015). A tree's leaves are numbered from left to right; each bin of
 * each column rules out the leaves that lie left of the questions it fails. What a row's bins leave over, the lowest bit of it, is its leaf.
 * No step depends on the one before, which makes it several times as fast as following children.
 */
import { binCount, type Binned, type ColumnBins } from './bins';
import type { Trees } from './trees';

/** Of 32 leaves at most a tree. */
export type BitTrees = {
  trees: number;
  /** Columns that any tree asks about, and where the masks of their bin 0 begin. */
  columns: Int32Array; offset: Int32Array;
  /** For each column's bins, one mask a tree. */
  mask: Int32Array;
  /** Values of each tree's leaves, 32 a tree. */
  value: Float64Array;
};

const LEAVES = 32;

/** Null where a tree has more leaves than bits. */
export function toBits({ roots, column, left, children, value }: Trees, fitted: readonly ColumnBins[]): BitTrees | null {
  const count = roots.length;
  const columns = Int32Array.from([...new Set(column)].sort((a, b) => a - b));
  const offset = new Int32Array(columns.length + 1);
  columns.forEach((c, k) => { offset[k + 1] = offset[k]! + binCount(fitted[c]!) * count; });
  const place = new Map(Array.from(columns, (c, k) => [c, k]));
  const mask = new Int32Array(offset[columns.length]!).fill(-1);
  const values = new Float64Array(count * LEAVES);
  for (let t = 0; t < count; t++) {
    let leaves = 0;
    /** Numbers the leaves below `node`; gives the first and the one after the last. */
    const walk = (node: number): [number, number] => {
      if (node < 0) {
        if (leaves < LEAVES) values[t * LEAVES + leaves] = value[~node]!;
        return [leaves, ++leaves];
      }
      const [from, to] = walk(children[node * 2]!);
      const [, end] = walk(children[node * 2 + 1]!);
      if (leaves <= LEAVES) {
        const k = place.get(column[node]!)!, bins = binCount(fitted[column[node]!]!);
        let ruledOut = 0;
        for (let leaf = from; leaf < to; leaf++) ruledOut |= 1 << leaf;
        for (let bin = 0; bin < bins; bin++) if (!((left[node * 8 + (bin >>> 5)]! >>> (bin & 31)) & 1)) mask[offset[k]! + bin * count + t]! &= ~ruledOut;
      }
      return [from, end];
    };
    walk(roots[t]!);
    if (leaves > LEAVES) return null;
  }
  return { trees: count, columns, offset, mask, value: values };
}

/** Adds every tree's leaf value to `out`, row by row. */
export function addBits({ trees, columns, offset, mask, value }: BitTrees, { rows, columns: width, bins }: Binned, out: Float64Array): void {
  const alive = new Int32Array(trees), many = columns.length, at = new Int32Array(many);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < many; k++) at[k] = offset[k]! + bins[i * width + columns[k]!]! * trees;
    alive.fill(-1);
    let k = 0;
    for (; k + 4 <= many; k += 4) {
      const a = at[k]!, b = at[k + 1]!, c = at[k + 2]!, d = at[k + 3]!;
      for (let t = 0; t < trees; t++) alive[t]! &= mask[a + t]! & mask[b + t]! & mask[c + t]! & mask[d + t]!;
    }
    for (; k < many; k++) {
      const a = at[k]!;
      for (let t = 0; t < trees; t++) alive[t]! &= mask[a + t]!;
    }
    let sum = 0;
    for (let t = 0; t < trees; t++) {
      const left = alive[t]!;
      sum += value[(t << 5) + (31 - Math.clz32(left & -left))]!;
    }
    out[i]! += sum;
  }
}
