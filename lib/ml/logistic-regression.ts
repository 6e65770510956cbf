/**
 * Logistic regression with an L2 penalty, solved exactly (Newton, the IRLS of McCullagh & Nelder, with step halving).
 * Minimises  1/2 l2 |w|^2 + sum_i weight_i logloss_i ; the intercept is free. scikit-learn's C is 1/l2.
 */
import { cholesky, choleskyInverse, choleskySolve, sandwich, type Matrix } from './linear-algebra';

export type LogisticFit = {
  intercept: number;
  coefficients: Float64Array;
  /** Covariance of [intercept, ...coefficients], row-major (columns + 1) squared. */
  covariance: Float64Array;
  iterations: number;
  converged: boolean;
};

export type LogisticOptions = {
  x: Matrix;
  /** Targets in 0..1, one per row; fractions are allowed (Platt's smoothed targets). */
  y: ArrayLike<number>;
  weights?: ArrayLike<number>;
  /** Penalty on the coefficients, >= 0; 1 unless given. */
  l2?: number;
  /** Group of each row (a deal). With it the covariance is cluster-robust (Liang & Zeger 1986): rows of a deal are not independent. */
  groups?: ArrayLike<number>;
  /** Robust (sandwich) covariance instead of the model's own; unless given, when there are groups or weights. */
  robust?: boolean;
  maxIterations?: number;
  /** Where to start from, [intercept, ...coefficients]: the optimum is the same, a near start saves steps. */
  start?: ArrayLike<number>;
};

export const sigmoid = (z: number): number => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));
export const logit = (p: number): number => Math.log(p / (1 - p));

/** log(1 + e^z) without overflow. */
const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

/** Linear predictor of row `i`. */
export function linearPredictor(x: Matrix, i: number, intercept: number, coefficients: ArrayLike<number>): number {
  let z = intercept;
  for (let j = 0, at = i * x.columns; j < x.columns; j++, at++) z += coefficients[j]! * x.values[at]!;
  return z;
}

/** Throws RangeError on lengths that differ, or when only one outcome is there (no finite optimum for the intercept). */
export function fitLogistic({ x, y, weights, l2 = 1, groups, robust = Boolean(groups ?? weights), maxIterations = 50, start }: LogisticOptions): LogisticFit {
  const { rows, columns, values } = x;
  if (y.length !== rows || (weights && weights.length !== rows) || (groups && groups.length !== rows)) throw new RangeError('one target, weight and group per row');
  const n = columns + 1;
  if (start && start.length !== n) throw new RangeError('the start has one number per coefficient and the intercept');
  const weight = (i: number): number => (weights ? weights[i]! : 1);
  let total = 0, positive = 0;
  for (let i = 0; i < rows; i++) { total += weight(i); positive += weight(i) * y[i]!; }
  if (!(positive > 0 && positive < total)) throw new RangeError('logistic regression needs both outcomes');

  const objective = (beta: Float64Array): number => {
    let sum = 0;
    for (let j = 1; j < n; j++) sum += (l2 / 2) * beta[j]! ** 2;
    const w = beta.subarray(1);
    for (let i = 0; i < rows; i++) {
      const z = linearPredictor(x, i, beta[0]!, w);
      sum += weight(i) * (softplus(z) - y[i]! * z);
    }
    return sum;
  };

  const gradient = new Float64Array(n);
  const hessian = new Float64Array(n * n);
  const differentiate = (beta: Float64Array): void => {
    gradient.fill(0);
    hessian.fill(0);
    const w = beta.subarray(1);
    for (let i = 0; i < rows; i++) {
      const p = sigmoid(linearPredictor(x, i, beta[0]!, w));
      const residual = weight(i) * (p - y[i]!);
      const curvature = weight(i) * p * (1 - p);
      const base = i * columns;
      gradient[0]! += residual;
      hessian[0]! += curvature;
      for (let j = 0; j < columns; j++) {
        const xj = values[base + j]!;
        if (xj === 0) continue;
        gradient[j + 1]! += residual * xj;
        const row = (j + 1) * n;
        const scaled = curvature * xj;
        hessian[row]! += scaled;
        for (let k = 0; k <= j; k++) hessian[row + k + 1]! += scaled * values[base + k]!;
      }
    }
    for (let j = 1; j < n; j++) {
      gradient[j]! += l2 * beta[j]!;
      hessian[j * n + j]! += l2;
    }
    for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) hessian[i * n + j] = hessian[j * n + i]!;
  };

  /** A column that never varies, unpenalised, makes the Hessian singular: a trace of ridge keeps the step defined. */
  const factor = (): Float64Array => {
    for (let ridge = 0, scale = 1e-10; ridge < 12; ridge++, scale *= 10) {
      const l = cholesky(hessian, n);
      if (l) return l;
      for (let j = 0; j < n; j++) hessian[j * n + j]! += scale * (1 + hessian[j * n + j]!);
    }
    throw new RangeError('the features are not finite numbers');
  };

  let beta = start ? Float64Array.from(start) : new Float64Array(n);
  if (!start) beta[0] = Math.log(positive / (total - positive));
  let value = objective(beta);
  let iterations = 0, converged = false;
  while (!converged && iterations < maxIterations) {
    iterations++;
    differentiate(beta);
    const step = choleskySolve(factor(), n, gradient);
    // Newton decrement: twice the decrease that the quadratic model still promises.
    let decrement = 0;
    for (let j = 0; j < n; j++) decrement += step[j]! * gradient[j]!;
    if (decrement < 1e-14 * (1 + Math.abs(value))) { converged = true; break; }
    let size = 1;
    for (; size > 1e-8; size /= 2) {
      const next = beta.map((b, j) => b - size * step[j]!);
      const nextValue = objective(next);
      if (nextValue <= value - 0.25 * size * decrement || decrement < 1e-10) { beta = next; value = nextValue; break; }
    }
    if (size <= 1e-8) break;
  }

  differentiate(beta);
  let covariance: Float64Array = choleskyInverse(factor(), n);
  if (robust) covariance = sandwich(covariance, scoreCovariance(x, y, beta, weight, groups), n);
  return { intercept: beta[0]!, coefficients: beta.slice(1), covariance, iterations, converged };
}

/** Sum over groups of the outer products of their scores; with weights but no groups every row is its own group. */
function scoreCovariance(x: Matrix, y: ArrayLike<number>, beta: Float64Array, weight: (i: number) => number, groups?: ArrayLike<number>): Float64Array {
  const n = x.columns + 1;
  const scores = new Map<number, Float64Array>();
  const w = beta.subarray(1);
  for (let i = 0; i < x.rows; i++) {
    const key = groups ? groups[i]! : i;
    let score = scores.get(key);
    if (!score) scores.set(key, score = new Float64Array(n));
    const residual = weight(i) * (y[i]! - sigmoid(linearPredictor(x, i, beta[0]!, w)));
    score[0]! += residual;
    for (let j = 0; j < x.columns; j++) score[j + 1]! += residual * x.values[i * x.columns + j]!;
  }
  const meat = new Float64Array(n * n);
  for (const score of scores.values()) {
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) meat[i * n + j]! += score[i]! * score[j]!;
  }
  // Small-sample factor of Stata and R's sandwich: few groups understate the spread.
  const g = scores.size;
  return g > 1 ? meat.map((v) => v * (g / (g - 1))) : meat;
}
