/**
 * Tails of the usual distributions, as survival functions: 2 (1 - cdf) is nought below 1e-16, and with many comparisons that is
 * where the answer lies. The special functions are @stdlib's (double-precision ports).
 */
import regularisedBeta from '@stdlib/math-base-special-betainc';
import regularisedGamma from '@stdlib/math-base-special-gammainc';
import lnGamma from '@stdlib/math-base-special-gammaln';
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import tCdf from '@stdlib/stats-base-dists-t-cdf';
import { integrate } from './quadrature';

export const normalDensity = (z: number): number => Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
/** P(Z < z). */
export const normalBelow = (z: number): number => normalCdf(z, 0, 1);
/** P(Z > z). */
export const normalAbove = (z: number): number => normalCdf(-z, 0, 1);
/** P(|Z| > |z|). */
export const normalBeyond = (z: number): number => Math.min(1, 2 * normalCdf(-Math.abs(z), 0, 1));
/** z with P(Z > z) = `tail`. */
export const normalCritical = (tail: number): number => -normalQuantile(tail, 0, 1);

/** P(|T| > |t|) for Student's t. */
export const studentBeyond = (t: number, df: number): number => Math.min(1, 2 * tCdf(-Math.abs(t), df));

/** Where @stdlib's incomplete gamma stops being good: past shape 600 its expansion is off by up to 2% (checked against scipy). */
const GAMMA_SHAPE_LIMIT = 500;

/** P(X > x) for chi-square. */
export function chiSquareAbove(x: number, df: number): number {
  if (!(x > 0)) return 1;
  if (df / 2 <= GAMMA_SHAPE_LIMIT) return regularisedGamma(x / 2, df / 2, true, true);
  const shape = df / 2;
  const density = (y: number): number => Math.exp((shape - 1) * Math.log(y) - y - lnGamma(shape));
  const spread = Math.sqrt(shape), from = x / 2;
  // From whichever side is the smaller tail, as far as anything is left.
  if (from >= shape) return integrate(density, from, Math.max(from, shape) + 40 * spread, 80);
  return 1 - integrate(density, Math.max(1e-300, shape - 40 * spread), from, 80);
}

/** P(X < x) and P(X > x) for Beta(a, b). */
export const betaBelow = (x: number, a: number, b: number): number => (x <= 0 ? 0 : x >= 1 ? 1 : regularisedBeta(x, a, b, true, false));
export const betaAbove = (x: number, a: number, b: number): number => (x <= 0 ? 1 : x >= 1 ? 0 : regularisedBeta(x, a, b, true, true));
