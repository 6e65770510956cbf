/** Designs played: rates of right and wrong decisions that theory knows, and quickly enough to be waited for. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../stats/rng';
import { planExperiment } from './planner';
import { planRequest, simulated, simulationRequest, type SimulationRequestInput } from './planner-schema';
import { simulateDesign } from './simulate-design';

const rates = (...of: number[]) => of.map((rate) => ({ kind: 'rate' as const, rate }));
const play = (given: Partial<SimulationRequestInput>, seed = 'design') =>
  simulateDesign(simulationRequest.parse({ allocation: 'EQUAL', assumed: rates(0.1, 0.15), weights: (given.assumed ?? [1, 1]).map(() => 1), unitsPerDay: 100, days: 40, ...given }), createRng(seed));

describe('a design', () => {
  it('that is planned for its effect finds it as often as was asked for, and sooner', () => {
    const { need } = planExperiment(planRequest.parse({ type: 'SEQUENTIAL', unit: 'contact', baseline: { kind: 'rate', rate: 0.1 }, effect: 0.5, weights: [1, 1], unitsPerDay: 100 }));
    const said = play({ days: Math.ceil(need!.total / 100), runs: 400 });
    expect(said.best).toBeGreaterThan(0.76);
    expect(said.stoppedEarly).toBeGreaterThan(0.5);
    expect(said.meanUnits).toBeLessThan(said.plannedUnits * 0.85);
    expect(said.best + said.good + said.futile + said.wrong + said.undecided).toBeCloseTo(1, 10);
    expect(simulated.parse(said)).toEqual(said);
  });
  it('without an effect says something untrue in 5% at most, with several variants too', () => {
    for (const assumed of [rates(0.1, 0.1), rates(0.1, 0.1, 0.1, 0.1)]) {
      const said = play({ assumed, runs: 600 });
      expect(said.wrong).toBeLessThanOrEqual(0.05);
      expect(said.best + said.good).toBe(0);
    }
  });
  it('keeps the control where all others are worse, and gives up where nothing is worth having', () => {
    const worse = play({ assumed: rates(0.3, 0.15) });
    // Now and then it is not worth having before it is surely worse.
    expect(worse.best).toBeGreaterThan(0.8);
    expect(worse.best + worse.futile).toBeGreaterThan(0.98);
    expect(play({ assumed: rates(0.5, 0.5), minEffect: 0.2 }).futile).toBeGreaterThan(0.9);
    expect(play({ assumed: [{ kind: 'mean', mean: 10, sd: 4 }, { kind: 'mean', mean: 12, sd: 4 }] }).best).toBeGreaterThan(0.95);
    expect(play({ assumed: rates(0.3, 0.15), better: 'lower' }).best).toBeGreaterThan(0.95);
  });
  it('is played alike with the same seed', () => {
    expect(play({ allocation: 'THOMPSON', runs: 50 })).toEqual(play({ allocation: 'THOMPSON', runs: 50 }));
    expect(play({}, 'another').meanUnits).not.toBe(play({}).meanUnits);
  });
  it('waits for outcomes: nobody stops early whose outcomes come at the end', () => {
    expect(play({ outcomeDays: 60 }).stoppedEarly).toBe(0);
    expect(play({ outcomeDays: 60 }).best).toBeGreaterThan(0.9);
  });
});

describe('a bandit', () => {
  it('loses less than an even split, and says nothing untrue', () => {
    for (const allocation of ['THOMPSON', 'UCB'] as const) {
      const said = play({ allocation, assumed: rates(0.1, 0.2, 0.1), days: 30 });
      expect(said.regret.ifEqual).toBeCloseTo(3_000 * 0.1 * (2 / 3), 6);
      expect(said.regret.mean).toBeLessThan(0.75 * said.regret.ifEqual);
      expect(said.wrong).toBeLessThanOrEqual(0.05);
      expect(said.text).toContain('an even split would cost 200 conversions');
    }
    const given = { allocation: 'THOMPSON' as const, assumed: rates(0.1, 0.2, 0.1), days: 30, runs: 100 };
    expect(play({ ...given, outcomeDays: 15 }).regret.mean).toBeGreaterThan(1.5 * play(given).regret.mean);
  });
});

it('300 plays of 60,000 units take a moment', () => {
  for (const allocation of ['EQUAL', 'THOMPSON', 'UCB'] as const) {
    const from = process.cpuUsage();
    play({ allocation, assumed: rates(0.1, 0.11, 0.12, 0.1), unitsPerDay: 1_000, days: 60, runs: 300 });
    // Time of the processor, not of the clock: other tests run beside it. Some 0.2, 1.1 and 0.4 s.
    expect(process.cpuUsage(from).user / 1_000).toBeLessThan(2_500);
  }
});
