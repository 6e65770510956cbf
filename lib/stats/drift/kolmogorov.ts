/** Kolmogorov's distributions: of the largest gap between one sample and its law, exactly, and in the limit. */
import lnGamma from '@stdlib/math-base-special-gammaln';

/** P(sqrt(n) D > x) in the limit: from the alternating series, or for small x from the theta series that converges there. */
export function kolmogorovAbove(x: number): number {
  if (!(x > 0)) return 1;
  if (x < 1) {
    let sum = 0;
    for (let k = 1; k <= 20; k++) sum += Math.exp((-((2 * k - 1) ** 2) * Math.PI ** 2) / (8 * x * x));
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum;
  }
  let sum = 0;
  for (let k = 1; k <= 20; k++) sum += (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * x * x);
  return Math.min(1, 2 * sum);
}

const LARGE = 2_000;

/**
 * P(D_n >= d) for one sample of `n`. Three ways, each where it is good: twice the one-sided tail (Smirnov 1944) where crossing on both sides has
 * no weight (n d^2 >= 4, or d >= 1/2 where it cannot be); the matrix of Marsaglia, Tsang and Wang (2003) below; Pelz and Good (1976) for samples too large for it.
 */
export function oneSampleAbove(n: number, d: number): number {
  if (n < 1 || !(d > 0)) return 1;
  if (d >= 1) return 0;
  if (n * d <= 0.5) return 1;
  if (d >= 0.5 || n * d * d >= 4) return Math.min(1, 2 * smirnovAbove(n, d));
  return Math.min(1, Math.max(0, 1 - (n <= LARGE ? matrixBelow(n, d) : pelzGoodBelow(n, d))));
}

/** P(D+_n >= d) = d sum_j C(n, j) (d + j/n)^(j-1) (1 - d - j/n)^(n-j). */
function smirnovAbove(n: number, d: number): number {
  let sum = 0;
  for (let j = 0; j <= Math.floor(n * (1 - d)); j++) {
    const rest = 1 - d - j / n;
    if (rest <= 0) continue;
    sum += Math.exp(lnGamma(n + 1) - lnGamma(j + 1) - lnGamma(n - j + 1) + (j - 1) * Math.log(d + j / n) + (n - j) * Math.log(rest));
  }
  return d * sum;
}

/** P(D_n < d): n! / n^n times the middle entry of a power of a matrix of 2k - 1 rows, k = ceil(n d). */
function matrixBelow(n: number, d: number): number {
  const k = Math.floor(n * d) + 1, h = k - n * d, m = 2 * k - 1;
  const H = new Float64Array(m * m);
  for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) H[i * m + j] = i - j + 1 < 0 ? 0 : 1;
  for (let i = 0; i < m; i++) {
    H[i * m]! -= h ** (i + 1);
    H[(m - 1) * m + i]! -= h ** (m - i);
  }
  H[(m - 1) * m]! += 2 * h - 1 > 0 ? (2 * h - 1) ** m : 0;
  for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) for (let g = 1; g <= i - j + 1; g++) H[i * m + j]! /= g;
  const powered = power({ values: H, exponent: 0 }, n, m, k - 1);
  let { exponent } = powered, result = powered.values[(k - 1) * m + k - 1]!;
  for (let i = 1; i <= n; i++) {
    result = (result * i) / n;
    if (result < 1e-140) { result *= 1e140; exponent -= 140; }
  }
  return result * 10 ** exponent;
}

/** A matrix times 10^exponent, so that nothing overflows. */
type Scaled = { values: Float64Array; exponent: number };

function power(base: Scaled, n: number, m: number, middle: number): Scaled {
  if (n === 1) return base;
  const half = power(base, Math.floor(n / 2), m, middle);
  let result: Scaled = { values: multiply(half.values, half.values, m), exponent: 2 * half.exponent };
  if (n % 2 === 1) result = { values: multiply(result.values, base.values, m), exponent: result.exponent + base.exponent };
  if (result.values[middle * m + middle]! > 1e140) result = { values: result.values.map((v) => v * 1e-140), exponent: result.exponent + 140 };
  return result;
}

function multiply(a: Float64Array, b: Float64Array, m: number): Float64Array {
  const out = new Float64Array(m * m);
  for (let i = 0; i < m; i++) for (let k = 0; k < m; k++) {
    const x = a[i * m + k]!;
    if (x !== 0) for (let j = 0; j < m; j++) out[i * m + j]! += x * b[k * m + j]!;
  }
  return out;
}

/** Pelz and Good's expansion of P(D_n < d) to the order n^(-3/2), with z = sqrt(n) d. */
function pelzGoodBelow(n: number, d: number): number {
  const z = Math.sqrt(n) * d, z2 = z * z, z4 = z2 * z2, z6 = z4 * z2, pi2 = Math.PI ** 2, pi4 = pi2 ** 2;
  let k0 = 0, k1 = 0, k2 = 0, k2even = 0, k3 = 0, k3even = 0;
  for (let k = 0; k < 40; k++) {
    const h2 = (k + 0.5) ** 2, odd = Math.exp((-pi2 * h2) / (2 * z2));
    k0 += odd;
    k1 += (pi2 * h2 - z2) * odd;
    k2 += (6 * z6 + 2 * z4 + pi2 * (2 * z4 - 5 * z2) * h2 + pi4 * (1 - 2 * z2) * h2 * h2) * odd;
    k3 += (-30 * z6 - 90 * z6 * z2 + pi2 * (135 * z4 - 96 * z6) * h2 + pi4 * (212 * z4 - 60 * z2) * h2 * h2 + pi2 * pi4 * h2 ** 3 * (5 - 30 * z2)) * odd;
    const e2 = k * k, even = Math.exp((-pi2 * e2) / (2 * z2));
    k2even += pi2 * e2 * even;
    k3even += (3 * pi2 * e2 * z2 - pi4 * e2 * e2) * even;
  }
  const root = Math.sqrt(2 * Math.PI), half = Math.sqrt(Math.PI / 2);
  // Sums over all whole k count each k > 0 twice.
  return (root / z) * k0
    + (half / (3 * z4) * k1) / Math.sqrt(n)
    + ((half / (36 * z ** 7)) * k2 - (half / (18 * z ** 3)) * k2even) / n
    + ((half / (3240 * z ** 10)) * k3 + (half / (108 * z6)) * k3even) / n ** 1.5;
}
