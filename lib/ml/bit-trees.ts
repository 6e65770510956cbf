/**
 * Adding up trees by bits instead of by walking (QuickScorer: Lucchese et al. 2015). A tree's leaves are numbered from left to right; each bin of
 * each column rules out the leaves that lie left of the questions it fails. What a row's bins leave over, the lowest bit of it, is its leaf.
 * No step depends on the one before, which makes it several times as fast as following children.
 */
import { binCount, type Binned, type ColumnBins } from './bins';
import { WORDS, type Trees } from './trees';

/** Of 32 leaves at most a tree. */
export type BitTrees = {
  trees: number;
  /** Columns that any tree asks about; columns with few bins are looked up together, as one with a bin for each combination. */
  columns: Int32Array;
  /** Which group a column belongs to, and what its bin counts there. */
  group: Int32Array; stride: Int32Array;
  /** Where the masks of each group's bin 0 begin. */
  offset: Int32Array;
  /** For each bin of each group, one mask a tree. */
  mask: Int32Array;
  /** Values of each tree's leaves, 32 a tree. */
  value: Float64Array;
};

const LEAVES = 32;
/** Bins of a group at most: its masks should stay near the processor. */
const TOGETHER = 512;

/** Null where a tree has more leaves than bits. */
export function toBits(trees: Trees, fitted: readonly ColumnBins[]): BitTrees | null {
  const count = trees.roots.length;
  const columns = Int32Array.from(new Set(trees.column)).sort((a, b) => binCount(fitted[a]!) - binCount(fitted[b]!) || a - b);
  const group = new Int32Array(columns.length), stride = new Int32Array(columns.length), sizes: number[] = [];
  columns.forEach((c, k) => {
    const bins = binCount(fitted[c]!), last = sizes.at(-1);
    if (last === undefined || last * bins > TOGETHER) sizes.push(1);
    group[k] = sizes.length - 1;
    stride[k] = sizes.at(-1)!;
    sizes[sizes.length - 1]! *= bins;
  });
  const alone = masksOf(trees, columns, fitted);
  if (!alone) return null;
  const offset = new Int32Array(sizes.length);
  let total = 0;
  sizes.forEach((size, g) => { offset[g] = total; total += size * count; });
  const mask = new Int32Array(total).fill(-1);
  columns.forEach((c, k) => {
    const bins = binCount(fitted[c]!), size = sizes[group[k]!]!, masks = alone.masks[k]!;
    for (let combined = 0; combined < size; combined++) {
      const from = (Math.floor(combined / stride[k]!) % bins) * count, to = offset[group[k]!]! + combined * count;
      for (let t = 0; t < count; t++) mask[to + t]! &= masks[from + t]!;
    }
  });
  return { trees: count, columns, group, stride, offset, mask, value: alone.value };
}

/** For each column's bins, the leaves of each tree that they leave over; and the leaves' values from left to right. */
function masksOf({ roots, column, left, children, value }: Trees, columns: Int32Array, fitted: readonly ColumnBins[]): { masks: Int32Array[]; value: Float64Array } | null {
  const count = roots.length, values = new Float64Array(count * LEAVES);
  const place = new Map(Array.from(columns, (c, k) => [c, k])), masks = Array.from(columns, (c) => new Int32Array(binCount(fitted[c]!) * count).fill(-1));
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
      const c = column[node]!, ofColumn = masks[place.get(c)!]!;
      let ruledOut = 0;
      for (let leaf = from; leaf < Math.min(to, LEAVES); leaf++) ruledOut |= 1 << leaf;
      for (let bin = 0; bin < binCount(fitted[c]!); bin++) if (!((left[node * WORDS + (bin >>> 5)]! >>> (bin & 31)) & 1)) ofColumn[bin * count + t]! &= ~ruledOut;
      return [from, end];
    };
    walk(roots[t]!);
    if (leaves > LEAVES) return null;
  }
  return { masks, value: values };
}

/** Adds every tree's leaf value to `out`, row by row. */
export function addBits({ trees, columns, group, stride, offset, mask, value }: BitTrees, { rows, columns: width, bins }: Binned, out: Float64Array): void {
  const alive = new Int32Array(trees), groups = offset.length, at = new Int32Array(groups);
  for (let i = 0; i < rows; i++) {
    at.set(offset);
    for (let k = 0; k < columns.length; k++) at[group[k]!]! += bins[i * width + columns[k]!]! * stride[k]! * trees;
    alive.fill(-1);
    let k = 0;
    for (; k + 4 <= groups; k += 4) {
      const a = at[k]!, b = at[k + 1]!, c = at[k + 2]!, d = at[k + 3]!;
      for (let t = 0; t < trees; t++) alive[t]! &= mask[a + t]! & mask[b + t]! & mask[c + t]! & mask[d + t]!;
    }
    for (; k < groups; k++) {
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
