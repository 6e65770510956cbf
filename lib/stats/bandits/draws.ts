/** Random draws: from posteriors, and of what many units do at once. The rng is passed in. */
import { randomNormal, type Rng } from '../rng';

/**
 * Draws from Beta(a, b) for both at least 1 (posteriors over a uniform prior): Cheng's algorithm BB (1978), a rejection from one logistic
 * envelope; about 1.2 tries a draw. Constants are worked out once a posterior.
 */
export function betaDraws(a: number, b: number): (rng: Rng) => number {
  if (!(a >= 1 && b >= 1)) throw new RangeError('both parameters must be at least 1');
  // With a parameter at 1 the distribution inverts.
  if (a === 1) return (rng) => -Math.expm1(Math.log1p(-rng()) / b);
  if (b === 1) return (rng) => (1 - rng()) ** (1 / a);
  const [small, large] = a < b ? [a, b] : [b, a];
  const sum = a + b;
  const beta = Math.sqrt((sum - 2) / (2 * small * large - sum));
  const gamma = small + 1 / beta;
  return (rng) => {
    for (;;) {
      const u = 1 - rng(), u2 = 1 - rng();
      const v = beta * Math.log(u / (1 - u || Number.MIN_VALUE));
      const w = small * Math.exp(v);
      const z = u * u * u2;
      const r = gamma * v - 1.3862943611198906;
      const s = small + r - w;
      if (s + 2.609437912434100 < 5 * z) {
        const t = Math.log(z);
        if (s < t && r + sum * Math.log(sum / (large + w)) < t) continue;
      }
      return a < b ? w / (large + w) : large / (large + w);
    }
  };
}

export const normalDraw = (mean: number, sd: number, rng: Rng): number => mean + sd * randomNormal(rng);

/** Yeses among `n` units of this rate: in halves, by the place of the middle one of n uniform values, until few are left (Devroye 1986, X.4). Exact. */
export function binomialDraw(n: number, rate: number, rng: Rng): number {
  let left = n, p = rate, hits = 0;
  while (left > 40) {
    const middle = Math.floor((left + 1) / 2), place = betaDraws(middle, left + 1 - middle)(rng);
    if (place <= p) { hits += middle; left -= middle; p = (p - place) / (1 - place); } else { left = middle - 1; p /= place; }
  }
  for (let i = 0; i < left; i++) if (rng() < p) hits++;
  return hits;
}

/** Gamma(shape, 1) for a shape of at least 1 (Marsaglia and Tsang 2000). */
export function gammaDraw(shape: number, rng: Rng): number {
  if (!(shape >= 1)) throw new RangeError('a shape of at least 1');
  const d = shape - 1 / 3, c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = randomNormal(rng), v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - rng()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Sum and sum of squares of `n` normal values. */
export function normalSums(n: number, mean: number, sd: number, rng: Rng): { sum: number; sumSquares: number } {
  if (n < 3) {
    const values = Array.from({ length: n }, () => normalDraw(mean, sd, rng));
    return { sum: values.reduce((sum, x) => sum + x, 0), sumSquares: values.reduce((sum, x) => sum + x * x, 0) };
  }
  const middle = normalDraw(mean, sd / Math.sqrt(n), rng);
  return { sum: n * middle, sumSquares: 2 * sd * sd * gammaDraw((n - 1) / 2, rng) + n * middle * middle };
}
