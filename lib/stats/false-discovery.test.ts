import { describe, expect, it } from 'vitest';
import { benjaminiHochberg } from './false-discovery';

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
