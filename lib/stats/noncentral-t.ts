/** The t-test when there is an effect: T = (Z + delta) / S with S^2 = chi-square / df. No package has it; one smooth integral does. */
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { normalBelow } from './distributions';
import { equalPieces, nodesOver } from './quadrature';

/**
 * P(|T| > critical) for noncentral t: the mean of Phi(delta - c S) + Phi(-delta - c S) over S, by quadrature over the 14 standard deviations on both
 * sides in which S lies.
 */
export function noncentralBeyond(critical: number, df: number, delta: number): number {
  const spread = 1 / Math.sqrt(2 * df);
  const { at, weight } = nodesOver(equalPieces(Math.max(0, 1 - 14 * spread), 1 + 14 * spread, 16));
  let mass = 0, beyond = 0;
  for (let k = 0; k < at.length; k++) {
    const s = at[k]!;
    // Density of S but for its constant; 1 at its peak near 1.
    const p = weight[k]! * Math.exp((df - 1) * Math.log(s) - (df * (s * s - 1)) / 2);
    mass += p;
    beyond += p * (normalBelow(delta - critical * s) + normalBelow(-delta - critical * s));
  }
  return beyond / mass;
}

/** Power of the two-sided t-test with `df` when the expected t is `delta`. */
export const studentPower = (delta: number, df: number, alpha: number): number => noncentralBeyond(tQuantile(1 - alpha / 2, df), df, delta);
