/** Published experiments with known answers, and what must hold of every analysis. */
import { describe, expect, it } from 'vitest';
import { analyse } from './analyse';
import { results } from './results-schema';
import { idOf, madeExperiment, madeMetric, madeRate, madeVariants, NOW } from './testing/made-experiment';

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
