/**
 * Two learners' log-odds into one probability: stacked by logistic regression on predictions of rows that they did not see (Wolpert 1992), weights
 * never negative (Breiman 1996). It calibrates at once (Platt 1999): where the learners claim too much, the weights add up to less than one.
 */
import { sigmoid } from './logistic-regression';

export type Blend = { intercept: number; linear: number; trees: number };

/** Rows' worth of belief that the two learners count half each. */
const BELIEF = 4;

/** `linear` and `trees` are log-odds said of rows left out of training. */
export function fitBlend(linear: ArrayLike<number>, trees: ArrayLike<number>, y: ArrayLike<number>, weights?: ArrayLike<number>): Blend {
  const solve = (useLinear: boolean, useTrees: boolean): Blend => {
    const at: [number, number, number] = [0, useLinear ? (useTrees ? 0.5 : 1) : 0, useTrees ? (useLinear ? 0.5 : 1) : 0];
    const toward = [0, at[1], at[2]], free = [true, useLinear, useTrees];
    for (let step = 0; step < 50; step++) {
      const gradient = [0, 0, 0], hessian = [0, 0, 0, 0, 0, 0, 0, 0, 0];
      for (let i = 0; i < y.length; i++) {
        const row = [1, linear[i]!, trees[i]!], weight = weights ? weights[i]! : 1;
        const p = sigmoid(at[0] + at[1] * row[1]! + at[2] * row[2]!), residual = weight * (p - y[i]!), curvature = weight * Math.max(1e-9, p * (1 - p));
        for (let a = 0; a < 3; a++) {
          gradient[a]! += residual * row[a]!;
          for (let b = 0; b < 3; b++) hessian[a * 3 + b]! += curvature * row[a]! * row[b]!;
        }
      }
      for (let a = 1; a < 3; a++) {
        gradient[a]! += BELIEF * (at[a]! - toward[a]!);
        hessian[a * 4]! += BELIEF;
      }
      for (let a = 0; a < 3; a++) {
        if (free[a]) continue;
        gradient[a] = 0;
        for (let b = 0; b < 3; b++) hessian[a * 3 + b] = hessian[b * 3 + a] = a === b ? 1 : 0;
      }
      const change = solve3(hessian, gradient);
      for (let a = 0; a < 3; a++) at[a]! -= change[a]!;
      if (Math.max(...change.map(Math.abs)) < 1e-9) break;
    }
    return { intercept: at[0], linear: at[1], trees: at[2] };
  };
  const both = solve(true, true);
  if (both.linear >= 0 && both.trees >= 0) return both;
  const alone = both.linear < both.trees ? solve(false, true) : solve(true, false);
  return alone.linear >= 0 && alone.trees >= 0 ? alone : solve(false, false);
}

/** Three equations by Cramer's rule. */
function solve3(m: readonly number[], v: readonly number[]): [number, number, number] {
  const determinant = (a: readonly number[]) => a[0]! * (a[4]! * a[8]! - a[5]! * a[7]!) - a[1]! * (a[3]! * a[8]! - a[5]! * a[6]!) + a[2]! * (a[3]! * a[7]! - a[4]! * a[6]!);
  const d = determinant(m) || 1e-300;
  return [0, 1, 2].map((k) => determinant(m.map((x, i) => (i % 3 === k ? v[Math.floor(i / 3)]! : x))) / d) as [number, number, number];
}

export const blendedLogOdds = ({ intercept, linear, trees }: Blend, linearLogOdds: number, treeLogOdds: number): number => intercept + linear * linearLogOdds + trees * treeLogOdds;
