/** What a policy loses against always taking the best arm, by playing it on arms whose rates are known. */
import { quantile } from '../quantile';
import type { Rng } from '../rng';
import { boundPolicy, equalPolicy, thompsonRates, ucb1, ucbTuned, ucbV, type Policy } from './policies';

export const POLICIES: Readonly<Record<string, (arms: number) => Policy>> = {
  equal: equalPolicy,
  ucb1: (arms) => boundPolicy(arms, ucb1),
  ucbTuned: (arms) => boundPolicy(arms, ucbTuned),
  ucbV: (arms) => boundPolicy(arms, ucbV),
  thompson: (arms) => thompsonRates(arms),
  thompsonBatch100: (arms) => thompsonRates(arms, { every: 100 }),
};

export type Game = { /** Sum over pulls of (best rate - rate pulled). */ pseudoRegret: number; /** Best rate times pulls - rewards. */ realisedRegret: number; bestArmShare: number };

/** One game of `horizon` pulls, rewards known at once. */
export function play(policy: Policy, rates: readonly number[], horizon: number, rng: Rng): Game {
  const best = Math.max(...rates);
  const pulls = new Float64Array(rates.length);
  let rewards = 0;
  for (let t = 0; t < horizon; t++) {
    const arm = policy.choose(rng);
    const reward = rng() < rates[arm]! ? 1 : 0;
    pulls[arm]!++;
    rewards += reward;
    policy.learn(arm, reward);
  }
  let pseudoRegret = 0, onBest = 0;
  rates.forEach((rate, i) => { pseudoRegret += pulls[i]! * (best - rate); if (rate === best) onBest += pulls[i]!; });
  return { pseudoRegret, realisedRegret: horizon * best - rewards, bestArmShare: onBest / horizon };
}

export type RegretSummary = {
  meanPseudoRegret: number; standardError: number; sd: number; p05: number; median: number; p95: number;
  meanRealisedRegret: number; realisedStandardError: number; meanBestArmShare: number;
};

export function simulateRegret(makePolicy: (arms: number) => Policy, rates: readonly number[], horizon: number, games: number, rng: Rng): RegretSummary {
  const played = Array.from({ length: games }, () => play(makePolicy(rates.length), rates, horizon, rng));
  const pseudo = played.map((game) => game.pseudoRegret), realised = played.map((game) => game.realisedRegret);
  const [p, r] = [meanAndSd(pseudo), meanAndSd(realised)];
  return {
    meanPseudoRegret: p.mean, standardError: p.sd / Math.sqrt(games), sd: p.sd, p05: quantile(pseudo, 0.05), median: quantile(pseudo, 0.5), p95: quantile(pseudo, 0.95),
    meanRealisedRegret: r.mean, realisedStandardError: r.sd / Math.sqrt(games), meanBestArmShare: meanAndSd(played.map((game) => game.bestArmShare)).mean,
  };
}

function meanAndSd(values: readonly number[]): { mean: number; sd: number } {
  const mean = pairwiseSum(values, 0, values.length) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
}

/** Halves summed by themselves, down to blocks of 128 in eight strands, as numpy does: rounding grows with the logarithm of the length, and a policy without luck gets the reference's mean to the last bit. */
function pairwiseSum(values: readonly number[], from: number, n: number): number {
  if (n > 128) {
    const half = Math.floor(n / 2), left = half - (half % 8);
    return pairwiseSum(values, from, left) + pairwiseSum(values, from + left, n - left);
  }
  const strands = new Float64Array(8);
  const whole = n - (n % 8);
  for (let i = 0; i < whole; i++) strands[i % 8]! += values[from + i]!;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = strands;
  let sum = ((a + b) + (c + d)) + ((e + f) + (g + h));
  for (let i = whole; i < n; i++) sum += values[from + i]!;
  return sum;
}

/** Kullback-Leibler divergence of one coin from another. */
export function bernoulliDivergence(p: number, q: number): number {
  const term = (x: number, y: number): number => (x === 0 ? 0 : x * Math.log(x / y));
  return term(p, q) + term(1 - p, 1 - q);
}

/** Lai and Robbins (1985): no consistent policy's regret grows slower than this times ln(pulls), in the end. At 10,000 pulls it is no bound: for orientation only. */
export function laiRobbinsConstant(rates: readonly number[]): number {
  const best = Math.max(...rates);
  return rates.reduce((sum, rate) => sum + (rate < best ? (best - rate) / bernoulliDivergence(rate, best) : 0), 0);
}
