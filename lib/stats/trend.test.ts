import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from './rng';
import { trendOfRates } from './trend';

const period = fc.integer({ min: 0, max: 200 }).chain((n) => fc.record({ n: fc.constant(n), hits: fc.integer({ min: 0, max: n }) }));
const periods = fc.array(period, { minLength: 3, maxLength: 12 }).filter((list) => list.filter(({ n }) => n > 0).length >= 3);

describe('trendOfRates', () => {
  it('gives the Cochran-Armitage test of alcohol and malformations (Agresti, Categorical Data Analysis, table 3.9, equal steps): z² 1.828, p 0.176', () => {
    const n = [17114, 14502, 793, 127, 38];
    const got = trendOfRates([48, 38, 5, 1, 1].map((hits, i) => ({ hits, n: n[i]! })))!;
    expect(got.pValue).toBeCloseTo(0.17638575606995754, 9);
    expect(got.slope).toBeCloseTo(0.0006895436277139994, 12);
  });

  it('needs three periods that have units; an empty one keeps its place', () => {
    expect(trendOfRates([{ hits: 1, n: 4 }, { hits: 3, n: 4 }])).toBeNull();
    expect(trendOfRates([{ hits: 1, n: 4 }, { hits: 0, n: 0 }, { hits: 3, n: 4 }])).toBeNull();
    const gap = trendOfRates([{ hits: 1, n: 10 }, { hits: 0, n: 0 }, { hits: 3, n: 10 }, { hits: 4, n: 10 }])!;
    expect(gap.slope).toBeCloseTo(0.1, 12);
  });

  it('turning time around, or hits into misses, turns the sign; the interval holds the slope', () => {
    fc.assert(fc.property(periods, (list) => {
      const forth = trendOfRates(list)!, back = trendOfRates([...list].reverse())!;
      const misses = trendOfRates(list.map(({ hits, n }) => ({ hits: n - hits, n })))!;
      for (const turned of [back, misses]) {
        expect(turned.slope).toBeCloseTo(-forth.slope, 10);
        expect(turned.low).toBeCloseTo(-forth.high, 10);
        expect(turned.pValue).toBeCloseTo(forth.pValue, 6);
      }
      expect(forth.low).toBeLessThanOrEqual(forth.slope);
      expect(forth.high).toBeGreaterThanOrEqual(forth.slope);
    }));
  });

  it('covers a true slope about as often as it says, at the sizes that months have', () => {
    const rng = createRng('trend');
    const truth = 0.02;
    let covered = 0;
    const runs = 2_000;
    for (let run = 0; run < runs; run++) {
      const list = Array.from({ length: 8 }, (_, t) => {
        const n = 8 + ((t * 7) % 20);
        let hits = 0;
        for (let i = 0; i < n; i++) if (rng() < 0.6 + truth * t) hits++;
        return { hits, n };
      });
      const { low, high } = trendOfRates(list)!;
      if (low <= truth && truth <= high) covered++;
    }
    expect(covered / runs).toBeGreaterThan(0.935);
    expect(covered / runs).toBeLessThan(0.975);
  });
});
