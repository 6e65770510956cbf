import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { benjaminiHochberg, benjaminiYekutieli, bonferroni, holm } from './false-discovery';

describe('Benjamini-Hochberg', () => {
  // statsmodels 0.13 multipletests(method='fdr_bh').
  it.each([
    { p: [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216], want: [0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.10571428571428572, 0.216, 0.216, 0.216] },
    { p: [0.2, 0.003, 0.9, 0.017, 0.049, 0.0004], want: [0.24, 0.009, 0.9, 0.034, 0.0735, 0.0024] },
    { p: [0.04, 0.011, 0.012, 0.0125, 0.8], want: [0.05, 0.020833333333333336, 0.020833333333333336, 0.020833333333333336, 0.8] },
    { p: [0.03], want: [0.03] },
    { p: [], want: [] },
  ])('agrees with statsmodels on $p', ({ p, want }) => {
    const got = benjaminiHochberg(p);
    expect(got).toHaveLength(want.length);
    got.forEach((q, i) => expect(q).toBeCloseTo(want[i]!, 12));
  });
});

describe('adjusted p-values', () => {
  const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 });

  it('are never below the raw ones, keep their order, and Holm never asks for more than Bonferroni nor less than Benjamini-Hochberg', () => {
    fc.assert(fc.property(pValues, (ps) => {
      const [bh, by, b, h] = [benjaminiHochberg(ps), benjaminiYekutieli(ps), bonferroni(ps), holm(ps)];
      ps.forEach((p, i) => {
        for (const adjusted of [bh, by, b, h]) {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p);
          expect(adjusted[i]).toBeLessThanOrEqual(1);
          ps.forEach((q, j) => { if (p < q) expect(adjusted[i]!).toBeLessThanOrEqual(adjusted[j]!); });
        }
        expect(h[i]!).toBeLessThanOrEqual(b[i]!);
        expect(bh[i]!).toBeLessThanOrEqual(h[i]! + 1e-15);
        expect(bh[i]!).toBeLessThanOrEqual(by[i]!);
      });
    }));
  });

  it('follow their p-values when these change places', () => {
    fc.assert(fc.property(pValues, (ps) => {
      for (const adjust of [benjaminiHochberg, benjaminiYekutieli, bonferroni, holm]) expect(adjust([...ps].reverse()).reverse()).toEqual(adjust(ps));
    }));
  });
});
