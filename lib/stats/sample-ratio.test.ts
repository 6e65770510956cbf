import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSplit } from './sample-ratio';

describe('the split', () => {
  it('is judged by p: ok, caution under 0.01, alert under 0.001', () => {
    expect(checkSplit([5010, 4990], [1, 1]).verdict).toBe('ok');
    expect(checkSplit([1000, 1000, 1000, 1000, 1150], [1, 1, 1, 1, 1]).verdict).toBe('caution');
    expect(checkSplit([9130, 870], [0.9, 0.1]).verdict).toBe('alert');
  });

  it('leaves out arms that should get nothing, which other engines count: 6.3e-5 and not 3.4e-4', () => {
    expect(checkSplit([5200, 4800, 0], [0.5, 0.5, 0])).toEqual({ ...checkSplit([5200, 4800], [0.5, 0.5]) });
    expect(checkSplit([5200, 4800, 0], [0.5, 0.5, 0]).pValue).toBeCloseTo(6.334e-5, 7);
    expect(checkSplit([5000, 5000, 1], [0.5, 0.5, 0])).toMatchObject({ verdict: 'alert', strays: 1 });
  });

  it('does not care about order or the scale of the weights', () => {
    const arms = fc.array(fc.record({ count: fc.integer({ min: 0, max: 5_000 }), weight: fc.integer({ min: 1, max: 9 }) }), { minLength: 2, maxLength: 6 });
    fc.assert(fc.property(arms, fc.double({ min: 0.01, max: 100, noNaN: true }), (list, k) => {
      const [a, b] = [checkSplit(list.map((x) => x.count), list.map((x) => x.weight)), checkSplit(list.map((x) => x.count).reverse(), list.map((x) => x.weight * k).reverse())];
      expect(b.statistic).toBeCloseTo(a.statistic, 6);
      expect(b.pValue).toBeCloseTo(a.pValue, 9);
    }));
  });

  it('has nothing to say without units or a second arm, and refuses what is no split', () => {
    expect(checkSplit([0, 0], [1, 1])).toMatchObject({ statistic: 0, pValue: 1, verdict: 'ok' });
    expect(checkSplit([12], [1])).toMatchObject({ degreesOfFreedom: 0, pValue: 1 });
    expect(() => checkSplit([1, 2], [1])).toThrow(RangeError);
    expect(() => checkSplit([1, -2], [1, 1])).toThrow(RangeError);
    expect(() => checkSplit([1, 2], [0, 0])).toThrow(RangeError);
  });
});
