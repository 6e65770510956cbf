/**
 * L2-regularised logistic regression for wide and sparse rows (one-hot levels, hashed words): L-BFGS (Liu & Nocedal 1989) on the penalised
 * likelihood, which has one optimum. For tens of dense columns with covariances see logistic-regression.ts.
 */

/** Rows in compressed form: row i has `value[k]` in column `index[k]` for k from start[i] to start[i + 1] - 1. */
export type SparseRows = { rows: number; columns: number; start: Int32Array; index: Int32Array; value: Float32Array };

export type SparseFit = { intercept: number; coefficients: Float64Array; iterations: number };

export type SparseLogisticOptions = {
  x: SparseRows;
  /** Targets in 0..1. */
  y: ArrayLike<number>;
  weights?: ArrayLike<number>;
  /** Penalty on the coefficients; the intercept has none. */
  l2: number;
  maxIterations?: number;
  /** Ends when a step improves the objective by less than this share of it. */
  tolerance?: number;
};

const MEMORY = 8;

/** Throws RangeError when only one outcome is there. */
export function fitSparseLogistic({ x, y, weights, l2, maxIterations = 100, tolerance = 1e-6 }: SparseLogisticOptions): SparseFit {
  const { rows, columns, start, index, value } = x, n = columns + 1;
  let total = 0, positive = 0;
  for (let i = 0; i < rows; i++) {
    const weight = weights ? weights[i]! : 1;
    total += weight;
    positive += weight * y[i]!;
  }
  if (!(positive > 0 && positive < total)) throw new RangeError('logistic regression needs both outcomes');

  /** Penalised negative log-likelihood of `beta` = [coefficients, intercept], its gradient into `gradient`. */
  const evaluate = (beta: Float64Array, gradient: Float64Array): number => {
    let loss = 0;
    for (let j = 0; j < columns; j++) {
      loss += (l2 / 2) * beta[j]! * beta[j]!;
      gradient[j] = l2 * beta[j]!;
    }
    let toIntercept = 0;
    for (let i = 0; i < rows; i++) {
      let z = beta[columns]!;
      const end = start[i + 1]!;
      for (let k = start[i]!; k < end; k++) z += beta[index[k]!]! * value[k]!;
      const e = Math.exp(-Math.abs(z)), weight = weights ? weights[i]! : 1;
      loss += weight * (Math.log1p(e) + Math.max(z, 0) - y[i]! * z);
      const residual = weight * ((z >= 0 ? 1 / (1 + e) : e / (1 + e)) - y[i]!);
      toIntercept += residual;
      for (let k = start[i]!; k < end; k++) gradient[index[k]!]! += residual * value[k]!;
    }
    gradient[columns] = toIntercept;
    return loss;
  };

  // A diagonal guess of the curvature: columns that are seldom there take longer steps.
  const share = positive / total, diagonal = new Float64Array(n).fill(l2);
  for (let i = 0; i < rows; i++) {
    const curvature = (weights ? weights[i]! : 1) * share * (1 - share);
    diagonal[columns]! += curvature;
    for (let k = start[i]!; k < start[i + 1]!; k++) diagonal[index[k]!]! += curvature * value[k]! * value[k]!;
  }

  let beta = new Float64Array(n), gradient = new Float64Array(n);
  beta[columns] = Math.log(share / (1 - share));
  let loss = evaluate(beta, gradient), iterations = 0;
  const steps: Float64Array[] = [], changes: Float64Array[] = [], products: number[] = [];
  while (iterations < maxIterations) {
    iterations++;
    const direction = twoLoop(gradient, diagonal, steps, changes, products);
    const slope = dot(direction, gradient);
    if (!(slope < 0)) break;
    let size = 1, next = beta, nextGradient = gradient, nextLoss = loss;
    for (; size > 1e-6; size /= 2) {
      next = beta.map((b, j) => b + size * direction[j]!);
      nextGradient = new Float64Array(n);
      nextLoss = evaluate(next, nextGradient);
      if (nextLoss <= loss + 1e-4 * size * slope) break;
    }
    if (size <= 1e-6) break;
    const step = next.map((b, j) => b - beta[j]!), change = nextGradient.map((d, j) => d - gradient[j]!), product = dot(step, change);
    if (product > 1e-12) {
      steps.push(step);
      changes.push(change);
      products.push(product);
      if (steps.length > MEMORY) { steps.shift(); changes.shift(); products.shift(); }
    }
    const gained = loss - nextLoss;
    beta = next;
    gradient = nextGradient;
    loss = nextLoss;
    if (gained < tolerance * (1 + Math.abs(loss))) break;
  }
  return { intercept: beta[columns]!, coefficients: beta.slice(0, columns), iterations };
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
};

/** The quasi-Newton direction from the last steps (two-loop recursion). */
function twoLoop(gradient: Float64Array, diagonal: Float64Array, steps: readonly Float64Array[], changes: readonly Float64Array[], products: readonly number[]): Float64Array {
  const q = gradient.map((d) => -d), alphas = new Array<number>(steps.length);
  for (let m = steps.length - 1; m >= 0; m--) {
    const alpha = dot(steps[m]!, q) / products[m]!;
    alphas[m] = alpha;
    for (let j = 0; j < q.length; j++) q[j]! -= alpha * changes[m]![j]!;
  }
  for (let j = 0; j < q.length; j++) q[j]! /= diagonal[j]!;
  for (let m = 0; m < steps.length; m++) {
    const b = dot(changes[m]!, q) / products[m]!;
    for (let j = 0; j < q.length; j++) q[j]! += (alphas[m]! - b) * steps[m]![j]!;
  }
  return q;
}

/** Log-odds of each row. */
export function sparseLogOdds({ intercept, coefficients }: Pick<SparseFit, 'intercept' | 'coefficients'>, { rows, start, index, value }: SparseRows): Float64Array {
  const out = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let z = intercept;
    for (let k = start[i]!; k < start[i + 1]!; k++) z += coefficients[index[k]!]! * value[k]!;
    out[i] = z;
  }
  return out;
}
