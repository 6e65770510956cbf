/**
 * Does what is said of bandits hold, although their weights follow what was seen? Thompson's bandits with a known truth: how often the intervals hold it, beside plain means, which are not used;
 * how often a change is seen that is not there; and how often a whole design names what is not so.
 */
import { adaptiveEffect, adaptiveSequence, type Epoch } from '@/lib/stats/adaptive';
import { CHANGE_BELOW, changePoint, unitsForRate } from '@/lib/stats/change-point';
import { frequentist } from '@/lib/stats/frequentist';
import { createRng } from '@/lib/stats/rng';
import { merge, type ProportionSums, type Sums } from '@/lib/stats/sums';
import { playThompson, type BanditPlay } from '@/lib/stats/testing/simulated-bandit';
import { simulationRequest } from '@/lib/experiments/planner-schema';
import { simulateDesign } from '@/lib/experiments/simulate-design';
import { atLeast, atMost, type Result } from './result';

const RUNS = 4_000;
const PLAYS: readonly [string, BanditPlay][] = [
  ['arms of 10% and 10%', { rates: [0.1, 0.1], epochs: 30, unitsEach: 100, floor: 0.05 }],
  ['arms of 10% and 15%', { rates: [0.1, 0.15], epochs: 30, unitsEach: 100, floor: 0.05 }],
  ['two of four arms of 30%', { rates: [0.3, 0.3, 0.3, 0.3], epochs: 25, unitsEach: 100, floor: 0.05 }],
];

export async function* banditInference(): AsyncGenerator<Result> {
  for (const [name, play] of PLAYS) {
    const rng = createRng(name), truth = play.rates[1]! - play.rates[0]!, tuning = play.epochs * play.unitsEach;
    const holds = ({ low, high }: { low: number; high: number }): boolean => low <= truth && truth <= high;
    let once = 0, always = 0, plain = 0, changed = 0;
    for (let run = 0; run < RUNS; run++) {
      const epochs = playThompson(play, rng), pairs = epochs.map((own): Epoch => [own[0]!, own[1]!]);
      const [effect, together] = [adaptiveEffect(pairs), frequentist(total(pairs.map(([a]) => a)), total(pairs.map(([, b]) => b)))];
      if (effect.available && holds(effect)) once++;
      if (together.available && holds(together)) plain++;
      if (pairs.every((_, k) => { const seen = adaptiveSequence(pairs.slice(0, k + 1), { tuning }); return !seen.available || holds(seen); })) always++;
      if (run < RUNS / 4 && epochs.some((_, day) => play.rates.some((__, arm) => changeIn(epochs.slice(0, day + 1).map((own) => own[arm]!)) * play.rates.length < CHANGE_BELOW))) changed++;
    }
    yield atLeast(`coverage of a bandit’s interval looked at once: ${name}`, once / RUNS, 'share', 0.94);
    yield atLeast(`coverage of its sequence at each of ${play.epochs} looks: ${name}`, always / RUNS, 'share', 0.95);
    yield atMost(`  of plain means, which are not used: ${name}`, plain / RUNS, 'share', null);
    yield atMost(`restarts without a change, looked for every day: ${name}`, changed / (RUNS / 4), 'share', 0.05);
  }
  for (const allocation of ['EQUAL', 'THOMPSON', 'UCB'] as const) {
    const request = simulationRequest.parse({ allocation, assumed: [0, 1, 2].map(() => ({ kind: 'rate', rate: 0.1 })), weights: [1, 1, 1], unitsPerDay: 150, days: 40, runs: 2_000 });
    yield atMost(`designs without an effect that name something, three arms, ${allocation}`, simulateDesign(request, createRng(allocation)).wrong, 'share', 0.05);
  }
}

const total = (parts: readonly Sums[]): Sums => parts.slice(1).reduce((sum, part) => merge(sum, part), parts[0]!);

function changeIn(days: readonly ProportionSums[]): number {
  const n = days.reduce((sum, day) => sum + day.n, 0), rate = days.reduce((sum, day) => sum + day.conversions, 0) / n;
  if (!(rate > 0 && rate < 1)) return 1;
  return changePoint(days.filter((day) => day.n > 0).map((day) => ({ units: day.n, value: day.conversions / day.n, variance: (rate * (1 - rate)) / day.n })), { least: unitsForRate(rate) })?.pValue ?? 1;
}
