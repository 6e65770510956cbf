/**
 * What each column adds to a row's sum of trees: exact Shapley values of the game in which a tree that does not know a column goes both ways, by how much
 * training went there ("path-dependent" TreeSHAP: Lundberg et al. 2018, 2020). A leaf's Shapley weights are integrals over 0..1 of a polynomial (the
 * product over the columns asked on its way), which Gauss-Legendre points give exactly; a tree is walked once, whatever its depth (as in Linear TreeSHAP: Yu et al. 2022).
 */
import { gaussLegendre } from '@/lib/stats/quadrature';
import { WORDS, type Trees } from './trees';

export type TreeExplainer = {
  /** What the trees add up to when no column is known: their mean over training. */
  expected: number;
  /** Adds each column's share to `out`, for the row whose bins begin at `bins[at]`. With `expected` the shares add up to what `addTrees` adds. */
  explain: (bins: Uint8Array, at: number, out: Float64Array) => void;
};

/** Takes a walk over the trees; explaining a row takes another one. */
export function treeExplainer(trees: Trees): TreeExplainer {
  const { roots, column, left, children, value, nodeCover, leafCover } = trees;
  const nodes = column.length;
  const coverOf = (child: number): number => (child < 0 ? leafCover[~child]! : nodeCover[child]!);
  /** Share of a node's training that went each way. */
  const share = new Float64Array(nodes * 2);
  for (let node = 0; node < nodes; node++) {
    const a = coverOf(children[node * 2]!), b = coverOf(children[node * 2 + 1]!);
    share[node * 2] = a + b > 0 ? a / (a + b) : 0.5;
    share[node * 2 + 1] = 1 - share[node * 2]!;
  }
  let deepest = 1, expected = 0;
  const measure = (node: number, reach: number, depth: number): void => {
    if (node < 0) {
      expected += reach * value[~node]!;
      deepest = Math.max(deepest, depth);
      return;
    }
    for (let side = 0; side < 2; side++) measure(children[node * 2 + side]!, reach * share[node * 2 + side]!, depth + 1);
  };
  for (const root of roots) measure(root, 1, 0);

  // A product of n - 1 factors linear in x: n / 2 points are exact.
  const points = Math.ceil(deepest / 2), { nodes: places, weights } = gaussLegendre(points);
  const x = places.map((place) => (1 + place) / 2), weight = weights.map((w) => w / 2);
  /** One line a depth: the product over the columns asked so far, and the sum over the leaves below. */
  const product = new Float64Array((deepest + 1) * points), below = new Float64Array((deepest + 1) * points);
  /** Of each column on the way: what of training came this far, and whether the row did; -1 while it was not asked. */
  const columns = column.reduce((most, c) => Math.max(most, c), -1) + 1;
  const came = new Float64Array(columns).fill(-1), passes = new Uint8Array(columns);

  /** Leaves the sum over the leaves below `child` in line `depth` of `below`. */
  const walk = (node: number, depth: number, bins: Uint8Array, at: number, out: Float64Array): void => {
    const here = depth * points;
    if (node < 0) {
      const v = value[~node]!;
      for (let q = 0; q < points; q++) below[here + q] = v * product[here + q]!;
      return;
    }
    const c = column[node]!, bin = bins[at + c]!, goesLeft = (left[node * WORDS + (bin >>> 5)]! >>> (bin & 31)) & 1;
    const before = came[c]!, first = before < 0, zero = first ? 1 : before, one = first ? 1 : passes[c]!, next = here + points;
    for (let q = 0; q < points; q++) below[here + q] = 0;
    for (let side = 0; side < 2; side++) {
      const z = zero * share[node * 2 + side]!, o = one && goesLeft === 1 - side ? 1 : 0;
      if (z === 0 && o === 0) continue;
      for (let q = 0; q < points; q++) {
        const was = first ? 1 : zero + (one - zero) * x[q]!;
        product[next + q] = (product[here + q]! * (z + (o - z) * x[q]!)) / was;
      }
      came[c] = z;
      passes[c] = o;
      walk(children[node * 2 + side]!, depth + 1, bins, at, out);
      let sum = 0, undo = 0;
      for (let q = 0; q < points; q++) {
        const leaves = below[next + q]!;
        below[here + q]! += leaves;
        const weighted = weight[q]! * leaves;
        sum += weighted / (z + (o - z) * x[q]!);
        if (!first) undo += weighted / (zero + (one - zero) * x[q]!);
      }
      out[c]! += (o - z) * sum - (first ? 0 : (one - zero) * undo);
    }
    came[c] = before;
    passes[c] = one;
  };

  return {
    expected,
    explain: (bins, at, out) => {
      product.fill(1, 0, points);
      for (const root of roots) if (root >= 0) walk(root, 0, bins, at, out);
    },
  };
}
