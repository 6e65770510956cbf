/**
 * Is the effect of the advice, as the product states it, the true one? Workspaces are simulated with an effect that is written down; the
 * product's own estimator is asked. Budgets: bias under three of its Monte Carlo standard errors, and 95% intervals that hold the truth in 94 to 96 of 100.
 */
import { createRng } from '@/lib/stats/rng';
import { prove } from '@/lib/stats/testing/prove-effect';
import { HORIZON, type Design } from '@/lib/stats/testing/simulated-holdout';
import { chosen } from './chosen';
import { learningSpeed } from './learning-speed';
import { atLeast, atMost, between, type Result } from './result';

const RUNS = 4_000;
const USUAL: Omit<Design, 'name'> = { owners: 30, deals: 900, sizeSpread: 0.6, heldOutShare: 0.2, skill: 0.5, effect: 0.5, effectSpread: 0.2, pace: 1.3, confounding: 1.5 };
const DESIGNS: readonly (Design & { /** Only that it covers enough: such workspaces get wider intervals than they need. */ extreme?: boolean })[] = [
  { ...USUAL, name: '30 owners, 900 deals, 20% held out' },
  { ...USUAL, name: '30 owners, 900 deals, 10% held out', heldOutShare: 0.1 },
  { ...USUAL, name: 'no effect at all, confounded', effect: 0, effectSpread: 0, pace: 1, confounding: 2 },
  { ...USUAL, name: 'faster but no better', effect: 0, effectSpread: 0, pace: 1.5 },
  { ...USUAL, name: 'effect differs between 12 owners', owners: 12, deals: 400, effectSpread: 0.8 },
  { ...USUAL, name: '12 owners, 400 deals, 30% held out', owners: 12, deals: 400, heldOutShare: 0.3 },
  { ...USUAL, name: '12 owners, 400 deals, 10% held out', owners: 12, deals: 400, heldOutShare: 0.1 },
  { ...USUAL, name: '12 owners, 200 deals, 25% held out', owners: 12, deals: 200, heldOutShare: 0.25 },
  { ...USUAL, name: '60 equal owners, 2,000 deals, 20% held out', owners: 60, deals: 2_000, sizeSpread: 0 },
  { ...USUAL, name: 'the share goes from 10 to 40% as a bad season begins', heldOutShare: 0.1, change: { share: 0.4, season: -0.8 } },
  { ...USUAL, name: 'two of 12 owners have most deals', owners: 12, deals: 400, sizeSpread: 1.1, extreme: true },
];

export default async function* learning(): AsyncGenerator<Result> {
  if (chosen('part', 'speed')) yield* learningSpeed();
  if (!chosen('part', 'effect')) return;
  for (const design of DESIGNS) {
    const { winRate, velocity, naiveBias } = prove(design, RUNS, createRng(design.name));
    for (const [what, unit, proof] of [['win rate', 'points', winRate], ['days open', 'days', velocity]] as const) {
      const scale = unit === 'points' ? 100 : 1;
      const name = `${what}, ${design.name}`;
      yield design.extreme ? atLeast(`coverage of ${name}`, proof.coverage, 'share', 0.94) : between(`coverage (to 0.96) of ${name}`, proof.coverage, 'share', 0.94, 0.96);
      yield atMost(`bias of ${name}`, Math.abs(proof.biasInErrors), 'se', 3);
      yield atMost(`  true ${(proof.truth * scale).toFixed(1)} within ${HORIZON} days; half an interval`, proof.reach * scale, unit, null);
    }
    yield atMost(`  bias of comparing acted-on with other closed deals, ${design.name}`, naiveBias * 100, 'points', null);
  }
}
