import { beforeAll, describe, expect, it } from 'vitest';
import { useDatabase } from '@/lib/server/db/testing/database';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { newMember, newTestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { readTallies } from './outcome-store';
import { COOKIE_CATS, figuresOf, HILLSTROM, headlinesThroughTheProduct, headlineTests, missingData, throughTheProduct, type UnitData } from './testing/data-sets';

const why = missingData();

describe.skipIf(why !== null)(`real experiments through the product${why === null ? '' : ` (${why})`}`, () => {
  useDatabase();
  const now = new Date('2026-05-01T12:00:00Z');
  let operator: Scope;
  beforeAll(async () => {
    operator = await newMember(await newTestWorkspace(), 'operator');
  });

  const filled = async (data: UnitData) => {
    const { id, results } = await throughTheProduct(operator, data, now);
    for (const [variant, units] of Object.entries(data.known.units)) {
      for (const [metric, totals] of Object.entries(data.known.totals)) {
        expect(figuresOf(results, metric, variant)).toMatchObject({ n: units, total: totals[variant], waiting: 0, missing: null });
        expect(figuresOf(results, metric, variant).mean).toBeCloseTo(totals[variant]! / units, 12);
      }
    }
    expect((await transaction(operator, () => readTallies(operator, id))).every(({ disposition }) => disposition === 'counted')).toBe(true);
    return results;
  };

  it('hillstrom: 64,000 customers in three arms', async () => {
    const results = await filled(HILLSTROM);
    expect(results.units).toBe(64_000);
    expect(results.sampleRatio.observed).toEqual([21_306, 21_307, 21_387]);
    expect(results.health.find(({ key }) => key === 'sample_ratio')?.level).toBe('ok');
    expect(['none', 'mens', 'womens'].map((key) => Number(figuresOf(results, 'spend', key).total!.toFixed(2)))).toEqual([13_908.33, 30_311.69, 23_038.11]);
    const mens = figuresOf(results, 'visit', 'mens');
    expect(mens.difference!.value).toBeCloseTo(3_894 / 21_307 - 2_262 / 21_306, 12);
    expect(mens.difference!.low).toBeGreaterThan(0);
    expect(results.verdict).toMatchObject({ kind: 'winner', safeToStop: true, variantId: mens.variantId });
  });

  it('cookie_cats: p-values of both days, and the split is doubted', async () => {
    const results = await filled(COOKIE_CATS);
    expect(figuresOf(results, 'retention_1', 'gate_40').fixed!.pValue.toFixed(3)).toBe('0.074');
    expect(figuresOf(results, 'retention_7', 'gate_40').fixed!.pValue.toFixed(4)).toBe('0.0016');
    expect(results.sampleRatio.pValue!.toFixed(3)).toBe('0.009');
    expect(results.health.find(({ key }) => key === 'sample_ratio')).toMatchObject({ level: 'caution' });
    expect(results.verdict.kind).not.toBe('winner');
  });

  it('upworthy: counts of tests of headlines, and alerts where their weeks are doubted', async () => {
    const { tests } = headlineTests();
    expect(tests.length).toBeGreaterThan(3_000);
    const alerts = { sound: 0, doubted: 0 };
    for (const which of ['sound', 'doubted'] as const) {
      const some = tests.filter(({ doubted }) => doubted === (which === 'doubted')).slice(0, 20);
      expect(some).toHaveLength(20);
      for (const test of some) {
        const { results } = await headlinesThroughTheProduct(operator, test, now);
        test.headlines.forEach(({ impressions, clicks }, i) => expect(figuresOf(results, 'click', `headline-${i + 1}`)).toMatchObject({ n: impressions, total: clicks }));
        if (results.health.find(({ key }) => key === 'sample_ratio')?.level === 'alert') alerts[which]++;
      }
    }
    expect(alerts.doubted).toBeGreaterThanOrEqual(10);
    expect(alerts.sound).toBeLessThanOrEqual(1);
  });
});
