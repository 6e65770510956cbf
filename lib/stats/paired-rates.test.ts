import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePairedRates, mcnemarExact } from './paired-rates';

const cell = fc.integer({ min: 0, max: 60 });
const counts = fc.record({ both: cell, onlyA: cell, onlyB: cell, neither: cell }).filter((c) => c.both + c.onlyA + c.onlyB + c.neither > 0);

describe('comparePairedRates', () => {
  it.each([
    // Newcombe 1998, "Improved confidence intervals for the difference between binomial proportions based on paired data", method 10.
    [36, 12, 2, 0, 0.0569, 0.3404],
    [20, 12, 2, 16, 0.0562, 0.3292],
    [18, 12, 2, 18, 0.0562, 0.329],
    [16, 4, 4, 6, -0.1884, 0.1884],
    [0, 4, 0, 50, -0.0061, 0.1755],
    [43, 0, 1, 10, -0.0842, 0.0436],
  ])('%i %i %i %i: the interval of method 10', (both, onlyA, onlyB, neither, low, high) => {
    const got = comparePairedRates({ both, onlyA, onlyB, neither });
    expect(got.low).toBeCloseTo(low, 4);
    expect(got.high).toBeCloseTo(high, 4);
  });

  it('McNemar is the exact binomial test', () => {
    expect(mcnemarExact(12, 2)).toBeCloseTo(0.012939453125, 12);
    expect(mcnemarExact(6, 16)).toBeCloseTo(0.052478790283203125, 12);
    expect(mcnemarExact(5, 5)).toBe(1);
    expect(mcnemarExact(0, 6)).toBeCloseTo(0.03125, 12);
    expect(mcnemarExact(0, 0)).toBe(1);
  });

  it('swapping A and B mirrors; the interval holds the difference and stays inside -1..1', () => {
    fc.assert(fc.property(counts, (c) => {
      const ab = comparePairedRates(c), ba = comparePairedRates({ ...c, onlyA: c.onlyB, onlyB: c.onlyA });
      expect(ab.low).toBeCloseTo(-ba.high, 10);
      expect(ab.pValue).toBeCloseTo(ba.pValue, 10);
      expect(ab.low).toBeLessThanOrEqual(ab.difference + 1e-12);
      expect(ab.high).toBeGreaterThanOrEqual(ab.difference - 1e-12);
      expect(ab.low).toBeGreaterThanOrEqual(-1 - 1e-12);
      expect(ab.high).toBeLessThanOrEqual(1 + 1e-12);
    }));
  });

  it('refuses nothing and what is no count', () => {
    expect(() => comparePairedRates({ both: 0, onlyA: 0, onlyB: 0, neither: 0 })).toThrow(RangeError);
    expect(() => comparePairedRates({ both: 1.5, onlyA: 0, onlyB: 0, neither: 0 })).toThrow(RangeError);
  });
});
