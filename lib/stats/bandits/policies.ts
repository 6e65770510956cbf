/**
 * Which arm the next unit gets, one unit at a time. A policy keeps what it has seen in two arrays and is told of every reward, at once or later.
 * Rewards lie in 0..1 (UCB needs the bound; Thompson here needs yes or no).
 */
import { randomInt, type Rng } from '../rng';
import { betaDraws, normalDraw } from './draws';

export type Policy = {
  /** The arm for the next unit. */
  choose: (rng: Rng) => number;
  /** A reward of an arm has become known. */
  learn: (arm: number, reward: number) => void;
};

/** What the bounds know: pulls, mean and variance (of pulls, divided by n) of one arm, and pulls of all arms. */
export type Bound = (n: number, mean: number, variance: number, pulls: number) => number;

/** Auer, Cesa-Bianchi, Fischer 2002. */
export const ucb1: Bound = (n, mean, _, pulls) => mean + Math.sqrt((2 * Math.log(pulls)) / n);
/** The same paper's tuned variant, with the variance of a Bernoulli arm: min(1/4, V). */
export const ucbTuned: Bound = (n, mean, variance, pulls) => {
  const ln = Math.log(pulls);
  return mean + Math.sqrt((ln / n) * Math.min(0.25, variance + Math.sqrt((2 * ln) / n)));
};
/** Audibert, Munos, Szepesvari 2009, zeta = 1 and c = 1: sqrt(2 V ln t / n) + 3 ln t / n. Holds for any reward in 0..1. */
export const ucbV: Bound = (n, mean, variance, pulls) => {
  const ln = Math.log(pulls);
  return mean + Math.sqrt((2 * variance * ln) / n) + (3 * ln) / n;
};

/** Each arm once, then the highest bound; ties at random. */
export function boundPolicy(arms: number, bound: Bound): Policy {
  const n = new Float64Array(arms), sum = new Float64Array(arms), squares = new Float64Array(arms);
  let pulls = 0, asked = 0;
  return {
    choose: (rng) => {
      // While rewards are on their way the arms still take turns.
      if (asked < arms) return asked++;
      let best = 0, high = -Infinity, ties = 0;
      for (let i = 0; i < arms; i++) {
        const mean = n[i]! > 0 ? sum[i]! / n[i]! : 0;
        const value = n[i]! > 0 ? bound(n[i]!, mean, Math.max(0, squares[i]! / n[i]! - mean * mean), pulls) : Infinity;
        if (value > high) { high = value; best = i; ties = 1; } else if (value === high && randomInt(rng, ++ties) === 0) best = i;
      }
      return best;
    },
    learn: (arm, reward) => { n[arm]!++; sum[arm]! += reward; squares[arm]! += reward * reward; pulls++; },
  };
}

/** Round robin. */
export function equalPolicy(arms: number): Policy {
  let next = 0;
  return { choose: () => next++ % arms, learn: () => undefined };
}

/** Thompson 1933: a draw from every arm's Beta posterior over a uniform prior, the highest wins. `every`: the posteriors take in what was learned only that often. */
export function thompsonRates(arms: number, { every = 1 }: { every?: number } = {}): Policy {
  const hits = new Float64Array(arms), misses = new Float64Array(arms);
  const draws = Array.from({ length: arms }, () => betaDraws(1, 1));
  const changed = new Set<number>();
  let learned = 0;
  return {
    choose: (rng) => {
      let best = 0, high = -1;
      for (let i = 0; i < arms; i++) {
        const value = draws[i]!(rng);
        if (value > high) { high = value; best = i; }
      }
      return best;
    },
    learn: (arm, reward) => {
      if (reward > 0) hits[arm]!++; else misses[arm]!++;
      changed.add(arm);
      if (++learned % every !== 0) return;
      for (const i of changed) draws[i] = betaDraws(1 + hits[i]!, 1 + misses[i]!);
      changed.clear();
    },
  };
}

/** Thompson for means with unknown spread: two pulls of each arm, then draws from N(mean, s^2 / n), the large-sample posterior under a flat prior. */
export function thompsonMeans(arms: number): Policy {
  const n = new Float64Array(arms), mean = new Float64Array(arms), squares = new Float64Array(arms);
  let asked = 0;
  return {
    choose: (rng) => {
      if (asked < 2 * arms) return asked++ % arms;
      let best = 0, high = -Infinity;
      for (let i = 0; i < arms; i++) {
        const value = n[i]! < 2 ? Infinity : normalDraw(mean[i]!, Math.sqrt(squares[i]! / (n[i]! - 1) / n[i]!), rng);
        if (value > high) { high = value; best = i; }
      }
      return best;
    },
    // Welford, so that large values with a small spread lose nothing.
    learn: (arm, reward) => {
      n[arm]!++;
      const before = reward - mean[arm]!;
      mean[arm]! += before / n[arm]!;
      squares[arm]! += before * (reward - mean[arm]!);
    },
  };
}
