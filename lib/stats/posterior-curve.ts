/**
 * A posterior as a curve over a line on which it is smooth and its tails fall at least exponentially, so that Gauss-Legendre pieces integrate it to
 * the digits of a double, and several of them together. A rate lives on the line of its log-odds t: near 0 and 1 a Beta density may be
 * infinite, its density in t never is.
 */
import regularisedBeta from '@stdlib/math-base-special-betainc';
import { normalAbove, normalBelow, normalDensity } from './distributions';
import { equalPieces, nodesOver, rootFrom, type Nodes } from './quadrature';

export type PosteriorCurve = {
  /** Ends of the pieces on which the curve is to be looked at; outside them is less than 1e-19 of it. */
  ends: readonly number[];
  density: (t: number) => number;
  /** Chance to lie below t, and above. */
  below: (t: number) => number;
  above: (t: number) => number;
};

/** Density falls by e^-45 from the peak to the ends. */
const DEPTH = 45;
const PIECES = 8;

export const rateAt = (t: number): number => (t >= 0 ? 1 / (1 + Math.exp(-t)) : Math.exp(t) / (1 + Math.exp(t)));
export const logOdds = (x: number): number => Math.log(x) - Math.log1p(-x);
const softplus = (t: number): number => Math.max(t, 0) + Math.log1p(Math.exp(-Math.abs(t)));

/** Beta(a, b) over log-odds. */
export function betaCurve(a: number, b: number): PosteriorCurve {
  if (!(a > 0 && b > 0 && Number.isFinite(a + b))) throw new RangeError('a Beta distribution needs two positive parameters');
  const peak = Math.log(a) - Math.log(b);
  const height = a * peak - (a + b) * softplus(peak);
  const ln = (t: number): number => a * t - (a + b) * softplus(t) - height;
  const width = Math.sqrt(1 / a + 1 / b);
  const left = rootFrom((s) => ln(peak - s) + DEPTH, 0, width, width * 1e-3), right = rootFrom((s) => ln(peak + s) + DEPTH, 0, width, width * 1e-3);
  // Pieces on both sides of the peak, because the tails of few hits or misses are of very different lengths.
  const ends = [...equalPieces(peak - left, peak, PIECES / 2), ...equalPieces(peak, peak + right, PIECES / 2).slice(1)];
  const { at, weight } = nodesOver(ends);
  let area = 0;
  for (let k = 0; k < at.length; k++) area += weight[k]! * Math.exp(ln(at[k]!));
  // The smaller of x and 1 - x is the one with all its digits.
  const side = (t: number, upper: boolean): number => (t < 0 ? regularisedBeta(rateAt(t), a, b, true, upper) : regularisedBeta(rateAt(-t), b, a, true, !upper));
  return { ends, density: (t) => Math.exp(ln(t)) / area, below: (t) => side(t, false), above: (t) => side(t, true) };
}

/** N(mean, sd^2) over itself. */
export function normalCurve(mean: number, sd: number): PosteriorCurve {
  if (!(sd > 0 && Number.isFinite(mean + sd))) throw new RangeError('a normal distribution needs a positive sd');
  const reach = sd * Math.sqrt(2 * DEPTH);
  return {
    ends: equalPieces(mean - reach, mean + reach, PIECES),
    density: (t) => normalDensity((t - mean) / sd) / sd, below: (t) => normalBelow((t - mean) / sd), above: (t) => normalAbove((t - mean) / sd),
  };
}

/** Nodes fine enough for all the curves together. */
export function commonNodes(curves: readonly PosteriorCurve[]): Nodes {
  const finest = Math.min(...curves.map(({ ends }) => Math.min(...ends.slice(1).map((end, i) => end - ends[i]!))));
  return nodesOver(thinned(curves.flatMap(({ ends }) => ends), finest / 4));
}

/** Ascending, without neighbours closer than `least`; the outermost stay. */
export function thinned(ends: readonly number[], least: number): number[] {
  const sorted = [...ends].sort((a, b) => a - b);
  const last = sorted[sorted.length - 1]!;
  const kept: number[] = [];
  for (const end of sorted) if (kept.length === 0 || end - kept[kept.length - 1]! > least) kept.push(end);
  if (kept[kept.length - 1] !== last) kept.push(last);
  return kept;
}
