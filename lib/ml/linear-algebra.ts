/** The little linear algebra that fitting needs: dense, symmetric, row-major Float64Array, small (tens of columns). */

/** A table of numbers, row-major: value of row i, column j at `values[i * columns + j]`. */
export type Matrix = { rows: number; columns: number; values: Float64Array };

/** Lower Cholesky factor of a symmetric positive definite n x n matrix; null when it is not positive definite. */
export function cholesky(a: Float64Array, n: number): Float64Array | null {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= l[i * n + k]! * l[j * n + k]!;
      if (i === j) {
        if (!(sum > 0)) return null;
        l[i * n + i] = Math.sqrt(sum);
      } else l[i * n + j] = sum / l[j * n + j]!;
    }
  }
  return l;
}

/** Solves L L' x = b for the factor of `cholesky`. */
export function choleskySolve(l: Float64Array, n: number, b: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= l[i * n + k]! * x[k]!;
    x[i]! /= l[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= l[k * n + i]! * x[k]!;
    x[i]! /= l[i * n + i]!;
  }
  return x;
}

/** Inverse from the factor of `cholesky`, column by column. */
export function choleskyInverse(l: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  const unit = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    unit.fill(0);
    unit[j] = 1;
    const column = choleskySolve(l, n, unit);
    for (let i = 0; i < n; i++) inverse[i * n + j] = column[i]!;
  }
  return inverse;
}

/** x' A x for a symmetric A: the variance of a linear combination. */
export function quadraticForm(a: ArrayLike<number>, x: ArrayLike<number>): number {
  const n = x.length;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    let row = 0;
    for (let j = 0; j < n; j++) row += a[i * n + j]! * x[j]!;
    sum += x[i]! * row;
  }
  return sum;
}

/** A B A for symmetric n x n matrices: the "sandwich" of robust covariances. */
export function sandwich(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const multiply = (p: Float64Array, q: Float64Array): Float64Array => {
    const out = new Float64Array(n * n);
    for (let i = 0; i < n; i++) for (let k = 0; k < n; k++) for (let j = 0; j < n; j++) out[i * n + j]! += p[i * n + k]! * q[k * n + j]!;
    return out;
  };
  return multiply(multiply(a, b), a);
}
