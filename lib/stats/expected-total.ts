/**
 * What independent yes-or-no amounts add up to: each part is won whole with its probability or not at all. The expected total is
 * exact; the interval is that of the sum's distribution (a generalised Poisson binomial), taking parts as independent and their
 * probabilities as known.
 */
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';

export type Part = { amount: number; probability: number };
export type ExpectedTotal = {
  /** Sum of amount times probability. */
  expected: number;
  /** Equal-tailed at `level`, widened to the expected total where a skewed distribution leaves it outside. */
  low: number; high: number;
};

/** Up to this many parts the distribution is computed; beyond, the normal approximation is as good and cheaper. */
export const MOST_PARTS = 400;
const CELLS_A_PART = 20;
const LEAST_CELLS = 4_000;

function check({ amount, probability }: Part): void {
  if (!(amount >= 0 && Number.isFinite(amount)) || !(probability >= 0 && probability <= 1)) throw new RangeError(`not a part: ${amount} at ${probability}`);
}

/** From an expected total and the variance of the sum (sum of p(1 - p)a²), for many parts: normal, within what is possible. */
export function expectedOfMany({ expected, variance, most }: { expected: number; variance: number; most: number }, level = 0.95): ExpectedTotal {
  const reach = normalQuantile(0.5 + level / 2, 0, 1) * Math.sqrt(Math.max(0, variance));
  return { expected, low: Math.max(0, expected - reach), high: Math.min(most, expected + reach) };
}

/** Distribution of the sum on a grid over 0..most, part by part. Amounts are rounded to the grid: at most half a cell each. */
function distribution(parts: readonly Part[], most: number, cells: number): Float64Array {
  const chance = new Float64Array(cells + 1);
  chance[0] = 1;
  let top = 0;
  for (const { amount, probability } of parts) {
    const step = Math.round((amount / most) * cells);
    top = Math.min(cells, top + step);
    for (let i = top; i >= 0; i -= 1) chance[i] = chance[i]! * (1 - probability) + (i >= step ? chance[i - step]! * probability : 0);
  }
  return chance;
}

/** The first value of the grid by which `share` of the distribution has come. */
function quantile(chance: Float64Array, share: number): number {
  let sum = 0;
  // Rounding may leave the whole a hair under 1.
  for (let i = 0; i < chance.length; i += 1) if ((sum += chance[i]!) >= share - 1e-12) return i;
  return chance.length - 1;
}

export function expectedTotal(parts: readonly Part[], level = 0.95): ExpectedTotal {
  parts.forEach(check);
  const counted = parts.filter(({ amount }) => amount > 0);
  const expected = counted.reduce((sum, { amount, probability }) => sum + amount * probability, 0);
  const most = counted.reduce((sum, { amount }) => sum + amount, 0);
  if (most === 0) return { expected: 0, low: 0, high: 0 };
  if (counted.length > MOST_PARTS) {
    const variance = counted.reduce((sum, { amount, probability: p }) => sum + p * (1 - p) * amount * amount, 0);
    return expectedOfMany({ expected, variance, most }, level);
  }
  const cells = Math.max(LEAST_CELLS, CELLS_A_PART * counted.length);
  const chance = distribution(counted, most, cells);
  const at = (share: number) => (quantile(chance, share) / cells) * most;
  return { expected, low: Math.min(expected, at((1 - level) / 2)), high: Math.max(expected, at((1 + level) / 2)) };
}
