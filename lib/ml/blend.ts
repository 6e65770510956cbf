/**
 * Two learners' log-odds into one probability: stacked by logistic regression on predictions of rows that they did not see (Wolpert 1992), weights
 * never negative (Breiman 1996). It calibrates at once (Platt 1999): where the learners claim too much, the weights add up to less than one.
 */
import { sigmoid } from './logistic-regression';

export type Blend = { intercept: number; linear: number; trees: number };

/** Rows' worth of belief that the two learners count half each. */
const BELIEF = 4;
/** The learners' own settings were chosen by the same rows (how many trees): that counts as if more had been weighed. */
const CHOSEN = 2;

/**
 * `linear` and `trees` are log-odds said of rows left out of training. What the weights gain by chance alone is taken off them again (Copas 1983): where
 * there is nothing to know, what remains is the constant; where there are many rows or a clear signal it does not show.
 */
export function fitBlend(linear: ArrayLike<number>, trees: ArrayLike<number>, y: ArrayLike<number>, weights?: ArrayLike<number>): Blend {
  const weightOf = (i: number): number => (weights ? weights[i]! : 1);
  const deviance = ([intercept, a, b]: Three): number => {
    let sum = 0;
    for (let i = 0; i < y.length; i++) {
      const z = intercept + a * linear[i]! + b * trees[i]!;
      sum += weightOf(i) * (Math.log1p(Math.exp(-Math.abs(z))) + Math.max(z, 0) - y[i]! * z);
    }
    return 2 * sum;
  };

  /** Newton's method from `start`, which is also what is believed; a step that makes it worse is halved. */
  const solve = (start: Three, free: readonly [boolean, boolean, boolean]): Three => {
    const objective = (at: Three): number => deviance(at) / 2 + (BELIEF / 2) * ((at[1] - start[1]) ** 2 + (at[2] - start[2]) ** 2);
    let at = start, now = objective(at);
    for (let step = 0; step < 50; step++) {
      const gradient = [0, 0, 0], hessian = [0, 0, 0, 0, 0, 0, 0, 0, 0];
      for (let i = 0; i < y.length; i++) {
        const row = [1, linear[i]!, trees[i]!], weight = weightOf(i);
        const p = sigmoid(at[0] + at[1] * row[1]! + at[2] * row[2]!), residual = weight * (p - y[i]!), curvature = weight * Math.max(1e-9, p * (1 - p));
        for (let a = 0; a < 3; a++) {
          gradient[a]! += residual * row[a]!;
          for (let b = 0; b < 3; b++) hessian[a * 3 + b]! += curvature * row[a]! * row[b]!;
        }
      }
      for (let a = 1; a < 3; a++) {
        gradient[a]! += BELIEF * (at[a]! - start[a]!);
        hessian[a * 4]! += BELIEF;
      }
      for (let a = 0; a < 3; a++) {
        if (free[a]) continue;
        gradient[a] = 0;
        for (let b = 0; b < 3; b++) hessian[a * 3 + b] = hessian[b * 3 + a] = a === b ? 1 : 0;
      }
      const change = solve3(hessian, gradient);
      let size = 1, next = at, value = now;
      for (; size > 1e-6; size /= 2) {
        next = [at[0] - size * change[0], at[1] - size * change[1], at[2] - size * change[2]];
        value = objective(next);
        if (value <= now) break;
      }
      if (size <= 1e-6) break;
      at = next;
      now = value;
      if (size * Math.max(...change.map(Math.abs)) < 1e-9) break;
    }
    return at;
  };

  const constant = solve([0, 0, 0], [true, false, false]), from = constant[0];
  const both = solve([from, 0.5, 0.5], [true, true, true]);
  let found = both, weighed = 2;
  if (both[1] < 0 || both[2] < 0) {
    found = both[1] < both[2] ? solve([from, 0, 1], [true, false, true]) : solve([from, 1, 0], [true, true, false]);
    weighed = 1;
  }
  if (found[1] < 0 || found[2] < 0) return asBlend(constant);
  const gained = deviance(constant) - deviance(found), chance = weighed + CHOSEN, kept = gained > chance ? 1 - chance / gained : 0;
  return asBlend(solve([found[0], kept * found[1], kept * found[2]], [true, false, false]));
}

type Three = readonly [number, number, number];

const asBlend = ([intercept, linear, trees]: Three): Blend => ({ intercept, linear, trees });

/** Three equations by Cramer's rule. */
function solve3(m: readonly number[], v: readonly number[]): [number, number, number] {
  const determinant = (a: readonly number[]) => a[0]! * (a[4]! * a[8]! - a[5]! * a[7]!) - a[1]! * (a[3]! * a[8]! - a[5]! * a[6]!) + a[2]! * (a[3]! * a[7]! - a[4]! * a[6]!);
  const d = determinant(m) || 1e-300;
  return [0, 1, 2].map((k) => determinant(m.map((x, i) => (i % 3 === k ? v[Math.floor(i / 3)]! : x))) / d) as [number, number, number];
}

export const blendedLogOdds = ({ intercept, linear, trees }: Blend, linearLogOdds: number, treeLogOdds: number): number => intercept + linear * linearLogOdds + trees * treeLogOdds;
