import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedOfMany, expectedTotal, MOST_PARTS, type Part } from './expected-total';
import { createRng } from './rng';

const part = fc.record({ amount: fc.integer({ min: 0, max: 1_000_000 }), probability: fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000) });
const parts = fc.array(part, { maxLength: 60 });

describe('what is expected of deals', () => {
  it('one deal is won or not', () => {
    expect(expectedTotal([{ amount: 100, probability: 0.6 }])).toEqual({ expected: 60, low: 0, high: 100 });
    expect(expectedTotal([{ amount: 100, probability: 1 }])).toEqual({ expected: 100, low: 100, high: 100 });
    expect(expectedTotal([])).toEqual({ expected: 0, low: 0, high: 0 });
  });

  it('equal deals follow the binomial: 2.5% and 97.5% of Binomial(20, 0.3) are 2 and 10', () => {
    const { expected, low, high } = expectedTotal(Array.from({ length: 20 }, () => ({ amount: 100, probability: 0.3 })));
    expect(expected).toBeCloseTo(600, 9);
    expect([low, high]).toEqual([200, 1000]);
  });

  it('is linear: deals together are worth the sum of what they are worth apart, and twice as large ones twice as much', () => {
    fc.assert(fc.property(parts, parts, (a, b) => {
      expect(expectedTotal([...a, ...b]).expected).toBeCloseTo(expectedTotal(a).expected + expectedTotal(b).expected, 3);
      expect(expectedTotal(a.map((p) => ({ ...p, amount: p.amount * 2 }))).expected).toBeCloseTo(2 * expectedTotal(a).expected, 3);
    }));
  });

  it('lies in its interval, and the interval in what is possible', () => {
    fc.assert(fc.property(parts, (given) => {
      const most = given.reduce((sum, { amount }) => sum + amount, 0);
      const { expected, low, high } = expectedTotal(given);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(low).toBeLessThanOrEqual(expected);
      expect(expected).toBeLessThanOrEqual(high);
      expect(high).toBeLessThanOrEqual(most + 1e-6 * most);
    }));
  });

  it('covers what happens 95 times of 100 or a little more', () => {
    const rng = createRng('forecast');
    const deals: Part[] = Array.from({ length: 25 }, () => ({ amount: Math.round(1000 + rng() ** 3 * 200_000), probability: rng() }));
    const { low, high } = expectedTotal(deals);
    const slack = deals.reduce((sum, { amount }) => sum + amount, 0) / 4000 * 13;
    let inside = 0;
    for (let i = 0; i < 4000; i += 1) {
      const total = deals.reduce((sum, { amount, probability }) => sum + (rng() < probability ? amount : 0), 0);
      if (total >= low - slack && total <= high + slack) inside += 1;
    }
    expect(inside / 4000).toBeGreaterThan(0.94);
    expect(inside / 4000).toBeLessThan(0.985);
  });

  it('of many deals is the same by the distribution and by its approximation', () => {
    const rng = createRng('many');
    const deals: Part[] = Array.from({ length: MOST_PARTS }, () => ({ amount: 500 + Math.round(rng() * 10_000), probability: 0.2 + 0.6 * rng() }));
    const exact = expectedTotal(deals);
    const most = deals.reduce((sum, { amount }) => sum + amount, 0);
    const near = expectedOfMany({ expected: exact.expected, most, variance: deals.reduce((sum, { amount, probability: p }) => sum + p * (1 - p) * amount ** 2, 0) });
    expect(Math.abs(near.low - exact.low) / most).toBeLessThan(0.005);
    expect(Math.abs(near.high - exact.high) / most).toBeLessThan(0.005);
    expect(expectedTotal([...deals, { amount: 1000, probability: 0.5 }]).expected).toBeCloseTo(exact.expected + 500, 6);
  });

  it('refuses what is no part', () => {
    expect(() => expectedTotal([{ amount: -1, probability: 0.5 }])).toThrow(RangeError);
    expect(() => expectedTotal([{ amount: 1, probability: 1.1 }])).toThrow(RangeError);
  });
});
