/** Where a bandit sends its traffic next. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextWeights } from './next-weights';
import type { CohortRow } from '../results-schema';
import type { Plan } from '../schema';
import { idOf, madeExperiment, madeMean, madeMetric, madeRate, madeVariants, NOW } from '../testing/made-experiment';

const bandit = (plan: Partial<Plan> = {}, allocation: 'THOMPSON' | 'UCB' = 'THOMPSON', names = ['Control', 'Curiosity', 'Question']) =>
  madeExperiment({ type: 'MULTI_ARMED_BANDIT', allocation, variants: madeVariants(names), plan });
const next = (experiment: ReturnType<typeof bandit>, cohorts: CohortRow[], now = NOW) => {
  const said = nextWeights({ experiment, cohorts, now });
  return { ...said, shares: experiment.variants.map(({ id }) => said.weights[id]!) };
};

describe('Thompson', () => {
  it('gives each variant its chance to be the best, above the least share', () => {
    const { shares, reason } = next(bandit({ floor: 0.05 }), [madeRate(0, 10, 100), madeRate(1, 20, 100), madeRate(2, 12, 100)]);
    expect(shares.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 12);
    expect(shares[1]).toBeGreaterThan(0.75);
    expect(Math.min(...shares)).toBeGreaterThan(0.05);
    expect(reason).toBe('Curiosity is the best with a chance of 92%, by 300 units whose days are over. Every one of the 3 keeps at least 5%.');
  });
  it('turns round where lower is better', () => {
    const rows = [madeRate(0, 10, 100), madeRate(1, 30, 100)], names = ['Control', 'Curiosity'];
    const [up, down] = [bandit({ floor: 0 }, 'THOMPSON', names), bandit({ floor: 0, metrics: [madeMetric({ better: 'lower' })] }, 'THOMPSON', names)].map((experiment) => next(experiment, rows).shares);
    expect(down![0]).toBeCloseTo(up![1]!, 10);
  });
  it('waits for rewards that are late', () => {
    const experiment = bandit({ metrics: [madeMetric({ windowDays: 14 })] });
    const rows = [madeRate(0, 0, 100), madeRate(1, 50, 100), madeRate(2, 0, 100)];
    expect(next(experiment, rows, new Date('2026-03-16T23:59:59.000Z'))).toMatchObject({ shares: [1 / 3, 1 / 3, 1 / 3].map((w) => expect.closeTo(w, 12)), reason: expect.stringContaining('the split is even') });
    expect(next(experiment, rows, new Date('2026-03-17T00:00:00.000Z')).shares[1]).toBeGreaterThan(0.8);
  });
  it('of numbers needs spread first, and borrows it for arms with few units', () => {
    const metrics = [madeMetric({ kind: 'revenue' })];
    expect(next(bandit({ metrics }), [madeMean(0, 1, 5, 0), madeMean(1, 50, 5, 1), madeMean(2, 50, 6, 1)]).reason).toContain('spread');
    const lucky = next(bandit({ metrics, floor: 0 }), [madeMean(0, 200, 5, 4), madeMean(1, 200, 5.2, 4), madeMean(2, 3, 6, 0.01)]);
    expect(lucky.shares[2]).toBeLessThan(0.7);
  });
  it('does not mind how variants stand or how cohorts are cut', () => {
    const arm = fc.record({ n: fc.integer({ min: 1, max: 300 }), share: fc.double({ min: 0, max: 1, noNaN: true }) });
    fc.assert(fc.property(arm, arm, arm, fc.integer({ min: 1, max: 9 }), (a, b, c, cut) => {
      const rates = [a, b, c].map(({ n, share }, i) => madeRate(i, Math.round(n * share), n));
      const pieces = rates.flatMap((row) => {
        const [n, sum] = [Math.floor(row.n / cut), Math.min(Math.floor(row.n / cut), Math.floor(row.sum / cut))];
        const rest = { n: row.n - n, sum: row.sum - sum };
        return rest.sum > rest.n ? [row] : [{ ...row, n, sum, sumSquares: sum, segment: 'one' }, { ...row, ...rest, sumSquares: rest.sum, segment: 'other' }];
      });
      const whole = next(bandit(), rates).shares;
      next(bandit(), pieces).shares.forEach((w, i) => expect(w).toBeCloseTo(whole[i]!, 10));
      const turned = { ...bandit(), variants: [...bandit().variants].reverse() };
      expect(nextWeights({ experiment: turned, cohorts: [...rates].reverse(), now: NOW }).weights).toEqual(nextWeights({ experiment: bandit(), cohorts: rates, now: NOW }).weights);
    }), { numRuns: 20 });
  });
});

describe('upper bounds', () => {
  it('send traffic first to what is unknown, then to the highest bound', () => {
    const ucb = bandit({ floor: 0.05 }, 'UCB');
    expect(next(ucb, [madeRate(0, 10, 100)]).shares.map((w) => w.toFixed(3))).toEqual(['0.050', '0.475', '0.475']);
    const { shares, reason } = next(ucb, [madeRate(0, 100, 1_000), madeRate(1, 600, 1_000), madeRate(2, 100, 1_000)]);
    expect(shares.map((w) => w.toFixed(2))).toEqual(['0.05', '0.90', '0.05']);
    expect(reason).toContain('Curiosity has the highest upper bound (UCB1)');
  });
  it('come down while units are on their way', () => {
    const experiment = bandit({ metrics: [madeMetric({ windowDays: 7 })], floor: 0 }, 'UCB', ['Control', 'Curiosity']);
    const known = [madeRate(0, 50, 100), madeRate(1, 52, 100)];
    const now = new Date('2026-03-12T00:00:00.000Z');
    expect(next(experiment, known, now).shares).toEqual([0, 1]);
    expect(next(experiment, [...known, madeRate(1, 0, 300, { day: '2026-03-11' })], now).shares).toEqual([1, 0]);
  });
  it('of numbers divide by the cap, or are normal without one', () => {
    const rows = [madeMean(0, 400, 20, 10), madeMean(1, 400, 60, 10), madeMean(2, 400, 30, 10)];
    for (const bound of ['UCB1', 'UCB_V'] as const) {
      expect(next(bandit({ metrics: [madeMetric({ kind: 'revenue', cap: 100 })], bound }, 'UCB'), rows).reason).toContain(bound === 'UCB1' ? '(UCB1)' : '(UCB-V)');
    }
    const normal = next(bandit({ metrics: [madeMetric({ kind: 'revenue' })], floor: 0 }, 'UCB'), rows);
    expect(normal.shares).toEqual([0, 1, 0]);
    expect(normal.reason).toContain('(normal)');
  });
});

describe('a change on the way', () => {
  const days = Array.from({ length: 20 }, (_, i) => `2026-03-${String(i + 1).padStart(2, '0')}`);
  const names = ['Control', 'Curiosity'];
  const rows = (control: (day: number) => number, curiosity: (day: number) => number) => days.flatMap((day, i) => [madeRate(0, control(i), 50, { day, epoch: i }), madeRate(1, curiosity(i), 50, { day, epoch: i })]);
  it('starts it again from the days since', () => {
    const said = next(bandit({ floor: 0.05 }, 'THOMPSON', names), rows(() => 15, (day) => (day < 12 ? 30 : 3)));
    expect(said.restartedAt).toBe('2026-03-13');
    expect(said.reason).toContain('Replies of Curiosity changed around 2026-03-13, from 60% to 6%: earlier days are left out.');
    expect(said.shares[0]).toBeGreaterThan(0.9);
  });
  it('is news once', () => {
    const experiment = bandit({ floor: 0.05 }, 'THOMPSON', names), cohorts = rows(() => 15, (day) => (day < 12 ? 30 : 3));
    const moved = (at: string) => [{ epoch: 3, at, weights: {}, reason: '' }, { epoch: 2, at: '2026-03-10T00:00:00.000Z', weights: {}, reason: '' }];
    expect(nextWeights({ experiment, cohorts, weights: moved('2026-03-13T06:00:00.000Z'), now: NOW }).restartedAt).toBe('2026-03-13');
    const later = nextWeights({ experiment, cohorts, weights: moved('2026-03-19T06:00:00.000Z'), now: NOW });
    expect(later.restartedAt).toBeUndefined();
    expect(later.reason).toContain('earlier days are left out');
  });
  it('is found twice, and the last counts', () => {
    expect(next(bandit({}, 'THOMPSON', names), rows(() => 15, (day) => (day < 7 ? 30 : day < 14 ? 3 : 40))).restartedAt).toBe('2026-03-15');
  });
  it('that is none leaves all days in', () => {
    expect(next(bandit({}, 'THOMPSON', names), rows((day) => 15 + (day % 3), (day) => 18 - (day % 2))).restartedAt).toBeUndefined();
  });
});

it('keeps an even split where the least shares leave nothing', () => {
  expect(next(bandit({ floor: 0.5 }), [madeRate(0, 1, 100), madeRate(1, 90, 100), madeRate(2, 1, 100)]).shares).toEqual([1, 1, 1].map(() => expect.closeTo(1 / 3, 12)));
});

it('is for bandits only', () => {
  expect(() => nextWeights({ experiment: madeExperiment(), cohorts: [], now: NOW })).toThrow(RangeError);
  expect(next(bandit(), []).weights[idOf(0)]).toBeCloseTo(1 / 3, 12);
});
