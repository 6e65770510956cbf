/** Many simulated workspaces of one design: is the estimate right on average, and does the interval hold the truth as often as it says? */
import { censoredEffect } from '../censored-effect';
import { naiveComparison } from '../naive-comparison';
import type { Rng } from '../rng';
import { HORIZON, simulateHoldout, trueEffects, type Design } from './simulated-holdout';

export type Proof = {
  truth: number;
  /** Workspaces with an estimate. */
  n: number;
  /** Mean of estimate - truth, and the same in its own (Monte Carlo) standard errors. */
  bias: number;
  biasInErrors: number;
  /** Share of the 95% intervals that hold the truth. */
  coverage: number;
  /** Mean half width of the intervals. */
  reach: number;
};
export type Proofs = { winRate: Proof; velocity: Proof; /** Mean of what comparing acted-on with other closed deals says, minus the true win rate difference. */ naiveBias: number };

export function prove(design: Design, runs: number, rng: Rng): Proofs {
  const truths = trueEffects(design);
  const tallies = { winRate: tally(truths.winRate), velocity: tally(truths.openDays) };
  let naive = 0, naives = 0;
  for (let run = 0; run < runs; run++) {
    const deals = simulateHoldout(design, rng);
    const effect = censoredEffect(deals, { horizonDays: HORIZON });
    for (const which of ['winRate', 'velocity'] as const) {
      const got = effect[which];
      if (got) tallies[which].add(got);
    }
    const told = naiveComparison(deals.filter((deal) => deal.arm === 'shown'));
    if (told) { naive += told.difference - truths.winRate; naives++; }
  }
  return { winRate: tallies.winRate.proof(), velocity: tallies.velocity.proof(), naiveBias: naive / naives };
}

function tally(truth: number) {
  let n = 0, off = 0, off2 = 0, covered = 0, reach = 0;
  return {
    add({ difference, low, high }: { difference: number; low: number; high: number }): void {
      n++;
      off += difference - truth;
      off2 += (difference - truth) ** 2;
      reach += (high - low) / 2;
      if (low <= truth && truth <= high) covered++;
    },
    proof: (): Proof => ({ truth, n, bias: off / n, biasInErrors: off / n / Math.sqrt((off2 / n - (off / n) ** 2) / n), coverage: covered / n, reach: reach / n }),
  };
}
