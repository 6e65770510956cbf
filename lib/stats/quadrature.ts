/** Integrals and roots of smooth functions, to the digits that doubles have, always the same. */

type Curve = (x: number) => number;

const POINTS = 20;

/** Nodes and weights of Gauss-Legendre on -1..1, by Newton's method on the Legendre polynomial. */
export function gaussLegendre(n: number): { nodes: Float64Array; weights: Float64Array } {
  const nodes = new Float64Array(n), weights = new Float64Array(n);
  for (let i = 0; i < (n + 1) / 2; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5)), slope = 0;
    for (let step = 0; step < 100; step++) {
      let p = 1, before = 0;
      for (let k = 1; k <= n; k++) [p, before] = [((2 * k - 1) * x * p - (k - 1) * before) / k, p];
      slope = (n * (x * p - before)) / (x * x - 1);
      const move = p / slope;
      x -= move;
      if (Math.abs(move) < 1e-16) break;
    }
    nodes[i] = -x; nodes[n - 1 - i] = x;
    weights[i] = weights[n - 1 - i] = 2 / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}

const RULE = gaussLegendre(POINTS);

export type Nodes = { at: Float64Array; weight: Float64Array };

/** The points at which an integral over the pieces between `ends` (ascending) looks, 20 a piece, and what each counts: for several integrals over the same range. */
export function nodesOver(ends: ArrayLike<number>): Nodes {
  const pieces = Math.max(0, ends.length - 1);
  const at = new Float64Array(pieces * POINTS), weight = new Float64Array(pieces * POINTS);
  for (let piece = 0, k = 0; piece < pieces; piece++) {
    const half = (ends[piece + 1]! - ends[piece]!) / 2, middle = ends[piece]! + half;
    for (let i = 0; i < POINTS; i++, k++) { at[k] = middle + half * RULE.nodes[i]!; weight[k] = half * RULE.weights[i]!; }
  }
  return { at, weight };
}

/** `pieces` + 1 ends of equal pieces. */
export const equalPieces = (from: number, to: number, pieces: number): number[] => Array.from({ length: pieces + 1 }, (_, i) => (i === pieces ? to : from + ((to - from) * i) / pieces));

/** Integral of `curve`, by 20 Gauss-Legendre points on each of `pieces` equal pieces. */
export function integrate(curve: Curve, from: number, to: number, pieces: number): number {
  const { at, weight } = nodesOver(equalPieces(from, to, pieces));
  let sum = 0;
  for (let k = 0; k < at.length; k++) sum += weight[k]! * curve(at[k]!);
  return sum;
}

/**
 * Where `curve` crosses nought between `low` and `high` (Brent 1973: bisection that interpolates when it may). Throws RangeError when both
 * ends are on one side.
 */
export function rootBetween(curve: Curve, low: number, high: number, tolerance = 0): number {
  let a = low, b = high, fa = curve(a), fb = curve(b);
  if (fa === 0) return a;
  if (fb === 0) return b;
  if (fa > 0 === fb > 0 || Number.isNaN(fa + fb)) throw new RangeError('no crossing between the ends');
  let c = a, fc = fa, move = b - a, before = move;
  for (let step = 0; step < 200; step++) {
    if (Math.abs(fc) < Math.abs(fb)) { a = b; b = c; c = a; fa = fb; fb = fc; fc = fa; }
    const near = 2 * Number.EPSILON * Math.abs(b) + tolerance / 2;
    const half = (c - b) / 2;
    if (Math.abs(half) <= near || fb === 0) return b;
    if (Math.abs(before) >= near && Math.abs(fa) > Math.abs(fb)) {
      const s = fb / fa;
      let p: number, q: number;
      if (a === c) { p = 2 * half * s; q = 1 - s; } else {
        const r = fb / fc, u = fa / fc;
        p = s * (2 * half * u * (u - r) - (b - a) * (r - 1));
        q = (u - 1) * (r - 1) * (s - 1);
      }
      if (p > 0) q = -q; else p = -p;
      if (2 * p < Math.min(3 * half * q - Math.abs(near * q), Math.abs(before * q))) { before = move; move = p / q; } else { move = half; before = half; }
    } else { move = half; before = half; }
    a = b; fa = fb;
    b += Math.abs(move) > near ? move : Math.sign(half) * near;
    fb = curve(b);
    if (fb > 0 === fc > 0) { c = a; fc = fa; move = b - a; before = move; }
  }
  return b;
}

/** `rootBetween` after doubling `high` until the curve has crossed. For what only grows (or only falls) from `low` on. */
export function rootFrom(curve: Curve, low: number, firstHigh: number, tolerance = 0): number {
  const rising = curve(low) < 0;
  let high = firstHigh;
  for (let step = 0; step < 1000 && curve(high) < 0 === rising && curve(high) !== 0; step++) high *= 2;
  return rootBetween(curve, low, high, tolerance);
}
