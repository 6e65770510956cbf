/**
 * What bandits lose on the arms of the reference, beside equal allocation and UCB1. A policy may lose no more than its namesake there, plus two of that one's standard
 * errors. Lai and Robbins' figure is for orientation: at 10,000 pulls it is no bound.
 */
import { laiRobbinsConstant, POLICIES, simulateRegret } from '@/lib/stats/bandits/regret';
import cases from '@/lib/stats/reference/statistics.json';
import { createRng } from '@/lib/stats/rng';
import { atMost, type Result } from './result';

type Known = { meanPseudoRegret: number; standardError: number };
type Case = { family: string; inputs: { arms: number[]; horizon: number; seeds: number }; expected: Record<string, unknown> };
const PLAYED = ['equal', 'ucb1', 'ucbTuned', 'ucbV', 'thompson', 'thompsonBatch100'] as const;

export async function* banditRegret(): AsyncGenerator<Result> {
  for (const { inputs: { arms, horizon, seeds }, expected } of (cases as unknown as Case[]).filter(({ family }) => family === 'bandit_regret')) {
    const where = `on arms of ${arms.map((rate) => `${Number((100 * rate).toFixed(3))}%`).join(', ')}`;
    for (const name of PLAYED) {
      const { meanPseudoRegret, standardError } = simulateRegret(POLICIES[name]!, arms, horizon, seeds, createRng(name));
      const known = expected[name] as Known | undefined;
      // Equal allocation has no luck in it: only rounding.
      const budget = known ? known.meanPseudoRegret + 2 * known.standardError + 1e-9 : null;
      const result = atMost(`regret of ${name} ${where} (se ${standardError.toFixed(2)})`, meanPseudoRegret, 'pulls', budget);
      yield known ? { ...result, peer: known.meanPseudoRegret, ratio: meanPseudoRegret / known.meanPseudoRegret } : result;
    }
    yield atMost(`  Lai-Robbins x ln ${horizon} ${where}, for orientation`, laiRobbinsConstant(arms) * Math.log(horizon), 'pulls', null);
  }
}
