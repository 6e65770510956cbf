/** bandit_weights: exact chances to be the best and what follows from them; bandit_regret: policies played on known arms. */
import { z } from 'zod';
import { rankMeans, rankRates } from '../bandits/best-arm';
import { laiRobbinsConstant, POLICIES, simulateRegret } from '../bandits/regret';
import { thompsonWeights, topTwoWeights, withFloor } from '../bandits/weights';
import { createRng } from '../rng';
import { proportionArm, type Family } from './inputs';

const weightsShape = z.object({
  arms: z.array(proportionArm).min(1), prior: z.object({ alpha: z.number().positive(), beta: z.number().positive() }).default({ alpha: 1, beta: 1 }),
  floor: z.number().min(0).max(1).default(0.01), inverse: z.boolean().default(false),
});

/** gbstats makes weights only when every arm has this many units. */
const GBSTATS_UNITS = 100;

export const banditWeights: Family = (inputs) => {
  const { arms, prior, floor, inverse } = weightsShape.parse(inputs);
  const exact = rankRates(arms.map(({ n, conversions }) => ({ n, hits: conversions })), { prior, inverse });
  const answer = { probabilityBest: exact.first, topTwoWeights: topTwoWeights(exact) };
  const means = arms.map(({ n, conversions }) => ({ n, mean: conversions / n, variance: (conversions - conversions ** 2 / n) / (n - 1) }));
  if (!means.every(({ n, variance }) => n > 1 && variance > 0)) return answer;
  const normal = rankMeans(means, { inverse });
  const topTwo = topTwoWeights(normal);
  const thompsonFloor = withFloor(thompsonWeights(normal), floor), topTwoFloor = withFloor(topTwo, floor);
  return {
    ...answer,
    normalApprox: { probabilityBest: normal.first, topTwo, weightsThompsonFloor: thompsonFloor, weightsTopTwoFloor: topTwoFloor },
    ...(means.every(({ n }) => n >= GBSTATS_UNITS) && { gbstatsMonteCarloSeed7_topTwo: topTwoFloor, gbstatsMonteCarloSeed7_thompson: thompsonFloor }),
  };
};

const regretShape = z.object({ arms: z.array(z.number().min(0).max(1)).min(1), horizon: z.int().positive().max(1_000_000).default(10_000), seeds: z.int().positive().max(100_000).default(2_000) });
const COMPARED = ['equal', 'ucb1', 'ucbTuned', 'thompson', 'thompsonBatch100'];

export const banditRegret: Family = (inputs) => {
  const { arms, horizon, seeds } = regretShape.parse(inputs);
  const best = Math.max(...arms), constant = laiRobbinsConstant(arms);
  return {
    laiRobbinsConstant: constant, laiRobbinsTimesLogHorizon: constant * Math.log(horizon),
    equalAllocationExact: horizon * arms.reduce((sum, rate) => sum + (best - rate), 0) / arms.length,
    ...Object.fromEntries(COMPARED.map((name) => [name, simulateRegret(POLICIES[name]!, arms, horizon, seeds, createRng(name))])),
  };
};
