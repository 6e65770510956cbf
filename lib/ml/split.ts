/** The best way to cut a leaf in two by one column, from sums of gradients and hessians per bin. */
import { WORDS } from './trees';

/** Gradients and hessians of the rows in each bin of one column; entry 0 is "not known". */
export type BinSums = { g: Float64Array; h: Float64Array; bins: number };

export type SplitRules = {
  l2: number;
  /** Hessian that each side needs at least. */
  least: number;
  /** Added to a level's hessian when levels are ordered: few rows of it say little. */
  categorySmoothing: number;
  /** Added to l2 where more than four levels are cut. */
  categoryL2: number;
};

/** `left` are the bins that go left, as 256 bits; `gain` is what the cut takes off the loss, doubled. */
export type Split = { gain: number; left: Uint32Array; gLeft: number; hLeft: number };

const SEEN = 1e-12;
const FEW_LEVELS = 4;

const scoreOf = (g: number, h: number, l2: number): number => (g * g) / (h + l2);

/** A number's cuts, "not known" on either side, or against all that is known. Null: no cut gains more than `least gain`. */
export function cutNumber({ g, h, bins }: BinSums, G: number, H: number, { l2, least }: SplitRules, mustGain: number): Split | null {
  const parent = scoreOf(G, H, l2);
  const g0 = g[0]!, h0 = h[0]!, missing = h0 > SEEN;
  let best = mustGain, cut = -1, withMissing = false, gBest = 0, hBest = 0;
  let gl = 0, hl = 0;
  for (let b = 1; b < bins; b++) {
    if (b < bins - 1) {
      gl += g[b]!;
      hl += h[b]!;
      if (H - hl < least) break;
      if (hl >= least) {
        const gain = scoreOf(gl, hl, l2) + scoreOf(G - gl, H - hl, l2) - parent;
        if (gain > best) { best = gain; cut = b; withMissing = false; gBest = gl; hBest = hl; }
      }
      if (missing && hl + h0 >= least && H - hl - h0 >= least) {
        const gain = scoreOf(gl + g0, hl + h0, l2) + scoreOf(G - gl - g0, H - hl - h0, l2) - parent;
        if (gain > best) { best = gain; cut = b; withMissing = true; gBest = gl + g0; hBest = hl + h0; }
      }
    }
  }
  if (h0 >= least && H - h0 >= least) {
    const gain = scoreOf(g0, h0, l2) + scoreOf(G - g0, H - h0, l2) - parent;
    if (gain > best) { best = gain; cut = 0; withMissing = true; gBest = g0; hBest = h0; }
  }
  if (cut < 0) return null;
  const left = new Uint32Array(WORDS);
  for (let b = 1; b <= cut; b++) left[b >>> 5]! |= 1 << (b & 31);
  // Where nothing was missing in training, what is missing later goes where more rows went.
  if (withMissing || (!missing && hBest > H - hBest)) left[0]! |= 1;
  return { gain: best, left, gLeft: gBest, hLeft: hBest };
}

const order = new Int32Array(256);
const pull = new Float64Array(256);

/** Levels ordered by what they pull towards, then cut as numbers are: for two outcomes the best of all subsets (Fisher 1958). */
export function cutCategory({ g, h, bins }: BinSums, G: number, H: number, rules: SplitRules, mustGain: number): Split | null {
  let seen = 0;
  for (let b = 0; b < bins; b++) {
    if (h[b]! <= SEEN) continue;
    pull[b] = g[b]! / (h[b]! + rules.categorySmoothing);
    let at = seen++;
    for (; at > 0 && pull[order[at - 1]!]! > pull[b]!; at--) order[at] = order[at - 1]!;
    order[at] = b;
  }
  if (seen < 2) return null;
  const l2 = seen <= FEW_LEVELS ? rules.l2 : rules.l2 + rules.categoryL2;
  const parent = scoreOf(G, H, l2);
  let best = mustGain, cut = -1, gBest = 0, hBest = 0, gl = 0, hl = 0;
  for (let k = 0; k < seen - 1; k++) {
    gl += g[order[k]!]!;
    hl += h[order[k]!]!;
    if (hl < rules.least) continue;
    if (H - hl < rules.least) break;
    const gain = scoreOf(gl, hl, l2) + scoreOf(G - gl, H - hl, l2) - parent;
    if (gain > best) { best = gain; cut = k; gBest = gl; hBest = hl; }
  }
  if (cut < 0) return null;
  const left = new Uint32Array(WORDS);
  for (let k = 0; k <= cut; k++) left[order[k]! >>> 5]! |= 1 << (order[k]! & 31);
  return { gain: best, left, gLeft: gBest, hLeft: hBest };
}
