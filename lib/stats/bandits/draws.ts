/** Random draws from posteriors. The rng is passed in. */
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
