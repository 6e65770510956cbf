/**
 * Grows trees leaf by leaf on binned rows, always cutting the leaf that gains most. A row's gradient and hessian are rounded to small integers
 * and packed into one number, so that one addition a column counts both (Shi et al. 2022, quantised training; the rounding is random and
 * unbiased); a child's histogram is its parent's less its sibling's.
 */
import type { Rng } from '@/lib/stats/rng';
import { binCount, type Binned, type ColumnBins } from './bins';
import { cutCategory, cutNumber, type Split, type SplitRules } from './split';
import { WORDS, type Trees } from './trees';

export type GrowOptions = {
  leaves: number; maxDepth: number;
  /** Rows that a leaf needs at least. */
  minLeaf: number;
  l2: number;
  /** Share of columns that a tree looks at, and share of rows that it is grown on. */
  columnShare: number; rowShare: number;
  categorySmoothing: number; categoryL2: number;
};

type Leaf = { start: number; end: number; depth: number; g: number; h: number; histogram: Float64Array | null; column: number; split: Split | null; parent: number; side: 0 | 1 };

/** Of 52 bits, what is left for one row when `rows` of them are added up: half for the gradient with its sign, half for the hessian. */
const bitsFor = (rows: number): number => Math.max(4, Math.min(12, Math.floor((52 - 2 * Math.ceil(Math.log2(rows + 1)) - 1) / 2)));

export class TreeGrower {
  private readonly offset: Int32Array;
  private readonly isCategory: readonly boolean[];
  private readonly order: Int32Array;
  private readonly scratch: Int32Array;
  private readonly packed: Float64Array;
  private readonly unused: Float64Array[] = [];
  private readonly goes = new Uint8Array(256);
  private readonly sums = { g: new Float64Array(256), h: new Float64Array(256), bins: 0 };
  private columns: Int32Array;
  private readonly grown = { roots: [] as number[], column: [] as number[], left: [] as number[], children: [] as number[], value: [] as number[], nodeCover: [] as number[], leafCover: [] as number[] };
  private readonly bits: number;
  private readonly shift: number;
  private gUnit = 1;
  private hUnit = 1;

  constructor(fitted: readonly ColumnBins[], private readonly binned: Binned, private readonly options: GrowOptions, private readonly rng: Rng) {
    this.offset = new Int32Array(fitted.length + 1);
    fitted.forEach((column, c) => { this.offset[c + 1] = this.offset[c]! + binCount(column); });
    this.isCategory = fitted.map(({ kind }) => kind === 'category');
    this.columns = Int32Array.from(fitted.keys());
    this.order = new Int32Array(binned.rows);
    this.scratch = new Int32Array(binned.rows);
    this.packed = new Float64Array(binned.rows);
    this.bits = bitsFor(binned.rows);
    this.shift = 2 ** (this.bits + Math.ceil(Math.log2(binned.rows + 1)));
  }

  trees(): Trees {
    const { roots, column, left, children, value, nodeCover, leafCover } = this.grown;
    return {
      roots, column: Int32Array.from(column), left: Uint32Array.from(left), children: Int32Array.from(children),
      value: Float64Array.from(value), nodeCover: Float64Array.from(nodeCover), leafCover: Float64Array.from(leafCover),
    };
  }

  /** One tree on gradients and hessians; each leaf's value is its Newton step times `rate`. Adds the tree to `margin` of all rows. */
  grow(g: Float64Array, h: Float64Array, rate: number, margin: Float64Array): void {
    const { options, grown } = this;
    const tree = grown.roots.length, firstNode = grown.column.length;
    grown.roots.push(~0);
    this.drawColumns();
    const used = this.drawRows();
    this.pack(g, h, used);
    const root: Leaf = { start: 0, end: used, depth: 0, g: 0, h: 0, histogram: this.take(), column: -1, split: null, parent: -1, side: 0 };
    this.count(root);
    this.addUp(root);
    this.findSplit(root);
    const leaves = [root];
    while (leaves.length < options.leaves) {
      let best: Leaf | null = null;
      for (const leaf of leaves) if (leaf.split && leaf.split.gain > (best?.split?.gain ?? 0)) best = leaf;
      if (!best) break;
      const [a, b] = this.cut(tree, best, best.split!);
      leaves[leaves.indexOf(best)] = a;
      leaves.push(b);
      this.prepare(best, a, b, leaves.length < options.leaves);
    }
    for (const leaf of leaves) {
      if (leaf.histogram) this.unused.push(leaf.histogram);
      this.link(tree, leaf, ~grown.value.length);
      grown.value.push((-leaf.g / (leaf.h + options.l2)) * rate);
      grown.leafCover.push(leaf.h);
      const value = grown.value.at(-1)!;
      for (let k = leaf.start; k < leaf.end; k++) margin[this.order[k]!]! += value;
    }
    this.addToRest(tree, firstNode, used, margin);
  }

  private drawColumns(): void {
    const all = this.isCategory.length, take = Math.max(1, Math.ceil(this.options.columnShare * all));
    if (take === all) return;
    const deck = Int32Array.from({ length: all }, (_, c) => c);
    for (let k = 0; k < take; k++) {
      const j = k + Math.floor(this.rng() * (all - k));
      [deck[k], deck[j]] = [deck[j]!, deck[k]!];
    }
    this.columns = deck.slice(0, take).sort();
  }

  /** Rows of this tree first in `order`, ascending; the others behind them. Gives how many. */
  private drawRows(): number {
    const { order, binned: { rows }, options: { rowShare } } = this;
    if (rowShare >= 1) {
      for (let i = 0; i < rows; i++) order[i] = i;
      return rows;
    }
    let used = 0, rest = rows;
    for (let i = 0; i < rows; i++) if (this.rng() < rowShare) order[used++] = i; else order[--rest] = i;
    return used;
  }

  private pack(g: Float64Array, h: Float64Array, used: number): void {
    const { packed, order, shift, rng } = this;
    let gMost = 0, hMost = 0;
    for (let k = 0; k < used; k++) {
      const i = order[k]!;
      const size = Math.abs(g[i]!);
      if (size > gMost) gMost = size;
      if (h[i]! > hMost) hMost = h[i]!;
    }
    const levels = 2 ** this.bits - 1;
    this.gUnit = gMost / levels || 1;
    this.hUnit = hMost / levels || 1;
    const gScale = 1 / this.gUnit, hScale = 1 / this.hUnit;
    // One draw rounds several rows: what matters is that no row is favoured, not that rows are independent to the last bit.
    let draw = Math.floor(rng() * 2 ** 31);
    for (let k = 0; k < used; k++) {
      const i = order[k]!;
      draw = (Math.imul(draw, 1664525) + 1013904223) | 0;
      const u = (draw >>> 8) * 2 ** -24;
      packed[i] = Math.floor(g[i]! * gScale + u) * shift + Math.floor(h[i]! * hScale + (1 - u) * 0.999999);
    }
  }

  private count(leaf: Leaf): void {
    const histogram = leaf.histogram!.fill(0), { columns, offset, order, packed, binned: { columns: width, bins } } = this;
    const { start, end } = leaf;
    // Four columns a pass: their places stay in registers, which makes the pass twice as fast as a loop over columns within the row.
    let j = 0;
    for (; j + 4 <= columns.length; j += 4) {
      const c0 = columns[j]!, c1 = columns[j + 1]!, c2 = columns[j + 2]!, c3 = columns[j + 3]!;
      const o0 = offset[c0]!, o1 = offset[c1]!, o2 = offset[c2]!, o3 = offset[c3]!;
      for (let k = start; k < end; k++) {
        const i = order[k]!, value = packed[i]!, row = i * width;
        histogram[o0 + bins[row + c0]!]! += value;
        histogram[o1 + bins[row + c1]!]! += value;
        histogram[o2 + bins[row + c2]!]! += value;
        histogram[o3 + bins[row + c3]!]! += value;
      }
    }
    for (; j < columns.length; j += 2) {
      const c0 = columns[j]!, c1 = columns[j + 1] ?? -1;
      const o0 = offset[c0]!, o1 = c1 < 0 ? 0 : offset[c1]!;
      for (let k = start; k < end; k++) {
        const i = order[k]!, value = packed[i]!, row = i * width;
        histogram[o0 + bins[row + c0]!]! += value;
        if (c1 >= 0) histogram[o1 + bins[row + c1]!]! += value;
      }
    }
  }

  /** Gradient and hessian of a leaf: all of one column's bins. */
  private addUp(leaf: Leaf): void {
    const c = this.columns[0]!, { offset } = this;
    let sum = 0;
    for (let b = offset[c]!; b < offset[c + 1]!; b++) sum += leaf.histogram![b]!;
    const g = Math.floor(sum / this.shift);
    leaf.g = g * this.gUnit;
    leaf.h = (sum - g * this.shift) * this.hUnit;
  }

  private findSplit(leaf: Leaf): void {
    const { options, offset, sums, shift, gUnit, hUnit } = this;
    const rows = leaf.end - leaf.start;
    // Rows are not counted by bin: their share of the hessian stands for them.
    const rules: SplitRules = { ...options, least: Math.max(1e-3, (options.minLeaf * leaf.h) / rows) };
    if (leaf.depth >= options.maxDepth || rows < 2 * options.minLeaf) return;
    const histogram = leaf.histogram!;
    for (const c of this.columns) {
      const from = offset[c]!;
      sums.bins = offset[c + 1]! - from;
      for (let b = 0; b < sums.bins; b++) {
        const value = histogram[from + b]!, g = Math.floor(value / shift);
        sums.g[b] = g * gUnit;
        sums.h[b] = (value - g * shift) * hUnit;
      }
      const split = (this.isCategory[c] ? cutCategory : cutNumber)(sums, leaf.g, leaf.h, rules, leaf.split?.gain ?? 1e-9);
      if (split) { leaf.split = split; leaf.column = c; }
    }
  }

  private cut(tree: number, leaf: Leaf, split: Split): [Leaf, Leaf] {
    const { grown } = this, node = grown.column.length;
    grown.column.push(leaf.column);
    for (let w = 0; w < WORDS; w++) grown.left.push(split.left[w]!);
    grown.children.push(0, 0);
    grown.nodeCover.push(leaf.h);
    this.link(tree, leaf, node);
    const middle = this.partition(leaf, split.left);
    const child = { depth: leaf.depth + 1, histogram: null, column: -1, split: null, parent: node };
    return [
      { ...child, start: leaf.start, end: middle, g: split.gLeft, h: split.hLeft, side: 0 },
      { ...child, start: middle, end: leaf.end, g: leaf.g - split.gLeft, h: leaf.h - split.hLeft, side: 1 },
    ];
  }

  /** Stable; without a branch on the row, which no processor could foresee. */
  private partition(leaf: Leaf, left: Uint32Array): number {
    const { order, scratch, goes, binned: { columns, bins } } = this;
    const { column, end } = leaf;
    for (let bin = 0; bin < 256; bin++) goes[bin] = (left[bin >>> 5]! >>> (bin & 31)) & 1;
    let write = leaf.start, right = 0;
    for (let k = leaf.start; k < end; k++) {
      const i = order[k]!, goesLeft = goes[bins[i * columns + column]!]!;
      order[write] = i;
      scratch[right] = i;
      write += goesLeft;
      right += 1 - goesLeft;
    }
    order.set(scratch.subarray(0, right), write);
    return write;
  }

  /** Histograms and splits of two new leaves: the smaller one is counted, the larger one is what remains of the parent. */
  private prepare(parent: Leaf, a: Leaf, b: Leaf, more: boolean): void {
    const whole = parent.histogram!;
    parent.histogram = null;
    const [small, large] = a.end - a.start <= b.end - b.start ? [a, b] : [b, a];
    if (!more || large.depth >= this.options.maxDepth || large.end - large.start < 2 * this.options.minLeaf) {
      this.unused.push(whole);
      return;
    }
    small.histogram = this.take();
    this.count(small);
    for (const c of this.columns) for (let at = this.offset[c]!; at < this.offset[c + 1]!; at++) whole[at]! -= small.histogram[at]!;
    large.histogram = whole;
    for (const leaf of [a, b]) {
      this.findSplit(leaf);
      if (leaf.split) continue;
      this.unused.push(leaf.histogram!);
      leaf.histogram = null;
    }
  }

  /** Rows that the tree was not grown on find their leaf by its questions. */
  private addToRest(tree: number, firstNode: number, used: number, margin: Float64Array): void {
    const { order, grown: { roots, column, left, children, value }, binned: { rows, columns, bins } } = this;
    if (used === rows) return;
    const columnOf = Int32Array.from(column.slice(firstNode)), leftOf = Uint32Array.from(left.slice(firstNode * WORDS)), childOf = Int32Array.from(children.slice(firstNode * 2));
    const root = roots[tree]!;
    for (let k = used; k < rows; k++) {
      const i = order[k]!;
      let node = root;
      while (node >= 0) {
        const local = node - firstNode, bin = bins[i * columns + columnOf[local]!]!;
        node = childOf[(local << 1) + (~(leftOf[(local << 3) + (bin >>> 5)]! >>> (bin & 31)) & 1)]!;
      }
      margin[i]! += value[~node]!;
    }
  }

  private link(tree: number, leaf: Leaf, to: number): void {
    if (leaf.parent < 0) this.grown.roots[tree] = to; else this.grown.children[leaf.parent * 2 + leaf.side] = to;
  }

  private take(): Float64Array {
    return this.unused.pop() ?? new Float64Array(this.offset[this.isCategory.length]!);
  }
}
