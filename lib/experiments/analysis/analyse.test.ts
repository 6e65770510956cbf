/** Published experiments with known answers, and what must hold of every analysis. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse } from './analyse';
import { results, type CohortRow } from '../results-schema';
import { idOf, madeExperiment, madeMean, madeMetric, madeRate, madeVariants, NOW } from '../testing/made-experiment';

const nothing = { tallies: [], weights: [], now: NOW };
const health = (of: ReturnType<typeof analyse>, key: string) => of.health.find((check) => check.key === key)!;

describe('published experiments', () => {
  it('cookie cats: the gate at 40 costs a week’s retention, and the split is off by more than chance likes', () => {
    const experiment = madeExperiment({
      variants: madeVariants(['Gate at 30', 'Gate at 40']),
      plan: { metrics: [madeMetric({ key: 'week', name: 'Retention after 7 days' }), madeMetric({ key: 'day', name: 'Retention after 1 day', role: 'secondary' })], plannedUnits: 90_000 },
    });
    const cohorts = [
      madeRate(0, 8502, 44_700, { metric: 'week' }), madeRate(1, 8279, 45_489, { metric: 'week' }),
      madeRate(0, 20_034, 44_700, { metric: 'day' }), madeRate(1, 20_119, 45_489, { metric: 'day' }),
    ];
    const said = analyse({ experiment, cohorts, ...nothing });
    expect(said.metrics[0]!.variants[1]!.fixed!.pValue).toBeCloseTo(0.0016, 4);
    expect(said.metrics[1]!.variants[1]!.fixed!.pValue).toBeCloseTo(0.074, 3);
    expect(said.sampleRatio.pValue).toBeCloseTo(0.0086, 4);
    expect(health(said, 'sample_ratio').level).toBe('caution');
    expect(said.metrics[0]!.variants[1]!.difference!.value).toBeCloseTo(8279 / 45_489 - 8502 / 44_700, 12);
    expect(said.verdict).toMatchObject({ kind: 'control', safeToStop: true, variantId: idOf(0) });
    expect(said.units).toBe(90_189);
    expect(results.parse(said)).toEqual(said);
  });

  it('hillstrom: both mailings bring visits, men’s more', () => {
    const experiment = madeExperiment({ variants: madeVariants(['No mail', 'Mens', 'Womens']), plan: { metrics: [madeMetric({ key: 'visit', name: 'Visits' })], plannedUnits: 64_000 } });
    const said = analyse({ experiment, cohorts: [madeRate(0, 2262, 21_306), madeRate(1, 3894, 21_307), madeRate(2, 3238, 21_387)].map((row) => ({ ...row, metric: 'visit' })), ...nothing });
    const [none, mens, womens] = said.metrics[0]!.variants;
    expect([none!.mean, mens!.mean, womens!.mean].map((rate) => rate!.toFixed(4))).toEqual(['0.1062', '0.1828', '0.1514']);
    expect(mens!.difference!.value).toBeCloseTo(0.0766, 4);
    expect(womens!.difference!.value).toBeCloseTo(0.0452, 4);
    expect(said.verdict).toMatchObject({ kind: 'winner', variantId: mens!.variantId, safeToStop: true });
    expect(said.verdict.headline).toMatch(/^Mens beats No mail: \+7\.7 points \(\d\.\d to \d\.\d\), over 99% likely better, safe to stop\.$/);
    expect(said.verdict.detail).toContain('for all 2 comparisons together');
    expect(health(said, 'suspicious').level).toBe('caution');
    expect(results.parse(said)).toEqual(said);
  });
});

describe('every kind of number', () => {
  it('is compared by what fits it', () => {
    const metrics = [
      madeMetric({ key: 'rate' }), madeMetric({ key: 'calls', kind: 'count', role: 'secondary' }), madeMetric({ key: 'share', kind: 'ratio', role: 'secondary' }), madeMetric({ key: 'euros', kind: 'revenue', role: 'secondary', adjusted: true }),
    ];
    const past = { preN: 400, preSum: 4_000, preSumSquares: 400 * 116, preCross: 400 * 112 };
    const cohorts = [
      madeRate(0, 40, 400, { metric: 'rate' }), madeRate(1, 60, 400, { metric: 'rate' }), madeMean(0, 400, 3, 2, { metric: 'calls' }), madeMean(1, 400, 3.5, 2, { metric: 'calls' }),
      madeMean(0, 400, 2, 1, { metric: 'share', denSum: 1_600, denSumSquares: 6_800, crossSum: 3_300 }), madeMean(1, 400, 2.2, 1, { metric: 'share', denSum: 1_600, denSumSquares: 6_800, crossSum: 3_600 }),
      madeMean(0, 400, 10, 4, { metric: 'euros', ...past }), madeMean(1, 400, 10.5, 4, { metric: 'euros', ...past, preCross: 400 * 117 }),
    ];
    const said = analyse({ experiment: madeExperiment({ plan: { metrics } }), cohorts, ...nothing });
    expect(said.metrics.map(({ model }) => model)).toEqual([
      'exact Beta-Binomial; always-valid intervals', 'normal; always-valid intervals', 'normal, ratio by the delta method; always-valid intervals', 'normal, adjusted by the past; always-valid intervals',
    ]);
    expect(said.metrics.map(({ variants }) => variants[1]!.difference!.value.toFixed(3))).toEqual(['0.050', '0.500', '0.050', '0.500']);
    // The past explains 12^2 / 16 of 16: nine parts of the variance.
    const width = ({ variants }: (typeof said.metrics)[number]) => variants[1]!.fixed!.high - variants[1]!.fixed!.low;
    const plain = analyse({ experiment: madeExperiment({ plan: { metrics: metrics.map((metric) => ({ ...metric, adjusted: false })) } }), cohorts, ...nothing });
    expect(width(said.metrics[3]!) / width(plain.metrics[3]!)).toBeCloseTo(Math.sqrt(7 / 16), 2);
    const known = cohorts.map((row, i) => (i === 7 ? { ...row, preN: 399 } : row));
    expect(analyse({ experiment: madeExperiment({ plan: { metrics } }), cohorts: known, ...nothing }).metrics[3]!.model).toBe('normal; always-valid intervals');
    // Of the three secondary ones by Benjamini-Hochberg: never less than the p-value itself.
    for (const { variants } of said.metrics) expect(variants[1]!.fixed!.adjustedPValue).toBeGreaterThanOrEqual(variants[1]!.fixed!.pValue);
    expect(said.metrics[0]!.variants[1]!.fixed!.adjustedPValue).toBe(said.metrics[0]!.variants[1]!.fixed!.pValue);
  });

  it('by factor, with interactions, all corrected', () => {
    const levels = [[0, 0], [1, 0], [0, 1], [1, 1]];
    const experiment = madeExperiment({
      type: 'MULTIVARIATE', variants: madeVariants(['Plain, long', 'Curious, long', 'Plain, short', 'Curious, short'], [1, 1, 1, 1], levels),
      plan: { factors: [{ name: 'Subject', levels: ['plain', 'curious'] }, { name: 'Length', levels: ['long', 'short'] }] },
    });
    const said = analyse({ experiment, cohorts: [200, 400, 210, 430].map((hits, i) => madeRate(i, hits, 2_000)), ...nothing });
    expect(said.factors.map(({ of, effect, interaction }) => [of, effect.value.toFixed(4), interaction])).toEqual([['Subject: curious', '0.1050', false], ['Length: short', '0.0100', false], ['Subject: curious with Length: short', '0.0100', true]]);
    expect(said.factors.map(({ adjustedPValue }) => adjustedPValue < 0.05)).toEqual([true, false, false]);
    expect(analyse({ experiment: { ...experiment, variants: experiment.variants.slice(0, 3) }, cohorts: [], ...nothing }).factors).toEqual([]);
  });

  it('by segment and by day', () => {
    const days = ['2026-03-02', '2026-03-03', '2026-03-04'];
    const cohorts = days.flatMap((day, i) => ['DE', 'FR'].flatMap((segment) => [madeRate(0, 1 + i, 10, { day, segment }), madeRate(1, segment === 'DE' ? 8 : 2, 10, { day, segment })]));
    const said = analyse({ experiment: madeExperiment({ plan: { segmentBy: 'country' } }), cohorts, ...nothing });
    expect(said.segments.map(({ segment, n, difference }) => [segment, n, difference!.value.toFixed(3)])).toEqual([['DE', 30, '0.600'], ['FR', 30, '0.000']]);
    expect(said.segments[0]!.adjustedPValue).toBeLessThan(said.segments[1]!.adjustedPValue!);
    expect(said.cumulative.map(({ day, n }) => [day, n])).toEqual([['2026-03-02', 40], ['2026-03-03', 80], ['2026-03-04', 120]]);
    expect(said.cumulative[2]!).toMatchObject(said.metrics[0]!.variants[1]!.difference!);
    expect(said.exposures).toHaveLength(6);
    expect([said.firstDay, said.lastDay]).toEqual(['2026-03-02', '2026-03-04']);
    expect(analyse({ experiment: madeExperiment(), cohorts, ...nothing }).segments).toEqual([]);
    // Fewer than twenty units in an arm: the first day is not shown.
    expect(analyse({ experiment: madeExperiment(), cohorts: cohorts.filter(({ segment }) => segment === 'DE'), ...nothing }).cumulative.map(({ day }) => day)).toEqual(days.slice(1));
  });
});

describe('any experiment', () => {
  const day = fc.integer({ min: 1, max: 28 }).map((d) => `2026-02-${String(d).padStart(2, '0')}`);
  const cell = fc.record({ position: fc.integer({ min: 0, max: 2 }), n: fc.integer({ min: 1, max: 400 }), share: fc.double({ min: 0, max: 1, noNaN: true }), day, segment: fc.constantFrom('', 'DE', 'FR') });
  const rows = fc.uniqueArray(cell, { minLength: 1, maxLength: 25, selector: ({ position, day: on, segment }) => `${position} ${on} ${segment}` })
    .map((cells) => cells.map(({ position, n, share, day: on, segment }) => madeRate(position, Math.round(n * share), n, { day: on, segment })));
  const experiment = madeExperiment({ variants: madeVariants(['Control', 'B', 'C']), plan: { segmentBy: 'country', metrics: [madeMetric()] } });

  it('is what its schema says, to the last figure', () => {
    fc.assert(fc.property(rows, (cohorts) => {
      const said = analyse({ experiment, cohorts, ...nothing });
      expect(results.parse(said)).toEqual(said);
      const units = cohorts.reduce((sum, { n }) => sum + n, 0);
      expect(said.units).toBe(units);
      expect(said.exposures.reduce((sum, { n }) => sum + n, 0)).toBe(units);
      expect(said.verdict.safeToStop).toBe(['winner', 'control', 'harm', 'futile'].includes(said.verdict.kind));
      for (const { chanceToBeat, difference } of said.metrics[0]!.variants) if (difference === null) expect(chanceToBeat).toBeNull();
    }), { numRuns: 40 });
  });

  it('does not mind the order of cohorts, or into how many rows they are cut', () => {
    fc.assert(fc.property(rows, fc.integer({ min: 1, max: 5 }), (cohorts, cut) => {
      const pieces = cohorts.flatMap((row): CohortRow[] => {
        const [n, sum] = [Math.floor(row.n / (cut + 1)), Math.floor(row.sum / (cut + 1))];
        return row.sum - sum > row.n - n ? [row] : [{ ...row, n, sum, sumSquares: sum }, { ...row, n: row.n - n, sum: row.sum - sum, sumSquares: row.sum - sum }];
      });
      expect(analyse({ experiment, cohorts: [...pieces].reverse(), ...nothing })).toEqual(analyse({ experiment, cohorts, ...nothing }));
    }), { numRuns: 25 });
  });

  it('has the same figures with its days put together, and its segments', () => {
    fc.assert(fc.property(rows, (cohorts) => {
      const merged = [0, 1, 2].flatMap((position) => {
        const own = cohorts.filter(({ variantId }) => variantId === idOf(position));
        return own.length === 0 ? [] : [madeRate(position, own.reduce((sum, row) => sum + row.sum, 0), own.reduce((sum, row) => sum + row.n, 0))];
      });
      const [one, other] = [analyse({ experiment, cohorts: merged, ...nothing }), analyse({ experiment, cohorts, ...nothing })];
      expect(one.metrics).toEqual(other.metrics);
      expect(one.verdict).toEqual(other.verdict);
      expect(one.sampleRatio).toEqual(other.sampleRatio);
    }), { numRuns: 25 });
  });

  it('with its treatments in another order says the same of each', () => {
    fc.assert(fc.property(rows, (cohorts) => {
      const [control, b, c] = experiment.variants;
      const turned = { ...experiment, variants: [control!, { ...c!, position: 1 }, { ...b!, position: 2 }] };
      const [one, other] = [analyse({ experiment, cohorts, ...nothing }), analyse({ experiment: turned, cohorts, ...nothing })];
      expect([0, 2, 1].map((i) => other.metrics[0]!.variants[i])).toEqual(one.metrics[0]!.variants);
      expect(other.verdict.kind).toBe(one.verdict.kind);
      expect(other.sampleRatio.pValue ?? 1).toBeCloseTo(one.sampleRatio.pValue ?? 1, 10);
    }), { numRuns: 25 });
  });

  it('costs what its days, variants, metrics and segments cost: 4 x 4 x 90 x 5 in a moment', () => {
    const metrics = ['a', 'b', 'c', 'd'].map((key, i) => madeMetric({ key, kind: i < 2 ? 'binomial' : 'mean', role: i === 0 ? 'primary' : i === 3 ? 'guardrail' : 'secondary' }));
    const big = madeExperiment({ variants: madeVariants(['Control', 'B', 'C', 'D']), plan: { metrics, segmentBy: 'country' } });
    const cohorts = metrics.flatMap(({ key, kind }) => Array.from({ length: 90 }, (_, i) => new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10)).flatMap((on, i) => ['A', 'B', 'C', 'D', 'E'].flatMap((segment) => [0, 1, 2, 3].map((position) => (
      kind === 'binomial' ? madeRate(position, 100 + position + (i % 7), 1_000, { metric: key, day: on, segment }) : madeMean(position, 1_000, 10 + position / 10, 5, { metric: key, day: on, segment }))))));
    analyse({ experiment: big, cohorts, ...nothing });
    const times = [1, 2, 3].map(() => { const from = performance.now(); analyse({ experiment: big, cohorts, ...nothing }); return performance.now() - from; });
    // Some 30 ms.
    expect(Math.min(...times)).toBeLessThan(300);
    const moving = { ...big, type: 'MULTI_ARMED_BANDIT' as const, allocation: 'THOMPSON' as const };
    const byDay = cohorts.map((row, i) => ({ ...row, epoch: Math.floor((i % 1_800) / 20) }));
    const from = performance.now();
    expect(analyse({ experiment: moving, cohorts: byDay, ...nothing }).cumulative).toHaveLength(3 * 90);
    expect(performance.now() - from).toBeLessThan(600);
  });
});
