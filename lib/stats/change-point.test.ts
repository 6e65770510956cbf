/** The day on which something changed, and how often one is found where nothing did. */
import { describe, expect, it } from 'vitest';
import { CHANGE_BELOW, changePoint, unitsForRate, type Reading } from './change-point';
import { normalBeyond } from './distributions';
import { createRng, randomNormal } from './rng';
import { playThompson, type BanditPlay } from './testing/simulated-bandit';

const flat = (values: readonly number[]): Reading[] => values.map((value) => ({ value, variance: 1, units: 10 }));
/** An arm's days as an experiment sees them, with the p of its likeliest change. */
function pOf(epochs: readonly { n: number; conversions: number }[]): number {
  const n = epochs.reduce((sum, one) => sum + one.n, 0), p = epochs.reduce((sum, one) => sum + one.conversions, 0) / n;
  if (!(p > 0 && p < 1)) return 1;
  return changePoint(epochs.filter((one) => one.n > 0).map((one) => ({ units: one.n, value: one.conversions / one.n, variance: (p * (1 - p)) / one.n })), { least: unitsForRate(p) })?.pValue ?? 1;
}

describe('a change', () => {
  it('is found where it is', () => {
    const found = changePoint(flat([0, 0.1, -0.1, 0, 0.1, 5, 5.1, 4.9, 5, 5.1]), { least: 10 })!;
    expect(found).toMatchObject({ at: 5, before: expect.closeTo(0.02, 12), after: expect.closeTo(5.02, 12) });
    expect(found.z).toBeCloseTo(5 / Math.sqrt(2 / 5), 10);
  });
  it('with one possible split is a z test', () => {
    const found = changePoint(flat([0, 2]), { least: 10 })!;
    expect(found.pValue).toBeCloseTo(normalBeyond(2 / Math.SQRT2), 12);
  });
  it('needs units on both sides', () => {
    expect(changePoint(flat([0, 9, 9, 9]), { least: 50 })).toBeNull();
    expect(changePoint(flat([0]), { least: 1 })).toBeNull();
    expect(unitsForRate(0.02)).toBe(500);
    expect(unitsForRate(0.9)).toBeCloseTo(100, 10);
  });
  it('turned round in time is the same change', () => {
    const values = [1, 4, 2, 6, 3, 8, 9, 7];
    const [one, other] = [changePoint(flat(values), { least: 10 })!, changePoint(flat([...values].reverse()), { least: 10 })!];
    expect(other).toMatchObject({ at: values.length - one.at, z: expect.closeTo(-one.z, 12), pValue: expect.closeTo(one.pValue, 12) });
  });
});

describe('where nothing changes', () => {
  it('the p-value holds its level', () => {
    const rng = createRng('no change'), runs = 3_000;
    for (const days of [6, 60]) {
      let found = 0;
      for (let run = 0; run < runs; run++) if (changePoint(flat(Array.from({ length: days }, () => randomNormal(rng))), { least: 10 })!.pValue <= 0.05) found++;
      // Of 3,000, three standard errors above 5% is 6.2%.
      expect(found / runs).toBeLessThan(0.055);
      expect(found / runs).toBeGreaterThan(0.015);
    }
  });

  const plays: BanditPlay[] = [
    { rates: [0.1, 0.1], epochs: 60, unitsEach: 100, floor: 0.05 },
    { rates: [0.3, 0.3], epochs: 90, unitsEach: 40, floor: 0.05 },
    { rates: [0.02, 0.04, 0.03], epochs: 90, unitsEach: 50, floor: 0.05 },
  ];
  it.each(plays)('a bandit that looks every day restarts for nothing in 5% at most: $rates', (play) => {
    const rng = createRng(`restart ${play.rates.join()}`), runs = 400;
    let restarted = 0;
    for (let run = 0; run < runs; run++) {
      const epochs = playThompson(play, rng);
      const changed = (days: number): boolean => play.rates.some((_, arm) => pOf(epochs.slice(0, days).map((own) => own[arm]!)) * play.rates.length < CHANGE_BELOW);
      for (let days = 4; days <= play.epochs; days++) if (changed(days)) { restarted++; break; }
    }
    expect(restarted / runs).toBeLessThanOrEqual(0.05);
  });

  it('and where the rates change places it is seen', () => {
    const rng = createRng('turned'), runs = 100;
    let seen = 0;
    for (let run = 0; run < runs; run++) {
      const epochs = playThompson({ rates: [0.3, 0.15], epochs: 40, unitsEach: 60, floor: 0.05, later: { from: 20, rates: [0.1, 0.3] } }, rng);
      if (Math.min(...[0, 1].map((arm) => pOf(epochs.map((own) => own[arm]!)))) * 2 < CHANGE_BELOW) seen++;
    }
    expect(seen).toBeGreaterThan(95);
  });
});
