import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import reference from './fixtures/reference.json';
import { compareMeans, meanInterval } from './means';

/** n values with the given sum and sum of squares: half of them above the mean and half below, one in the middle when n is odd. */
function withMoments({ n, sum, sumSquares }: { n: number; sum: number; sumSquares: number }): number[] {
  const mean = sum / n;
  const pairs = Math.floor(n / 2);
  const away = Math.sqrt((sumSquares - n * mean * mean) / (2 * pairs));
  return [...Array.from({ length: pairs }, () => [mean - away, mean + away]).flat(), ...(n % 2 ? [mean] : [])];
}
const values = fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { minLength: 2, maxLength: 40 });

describe('means', () => {
  it.each(reference.means)('$id: Welch agrees with the reference', ({ control, treatment, difference, low, high, pValue, tolerance }) => {
    const got = compareMeans(withMoments(treatment), withMoments(control))!;
    for (const [is, want] of [[got.difference, difference], [got.low, low], [got.high, high], [got.pValue, pValue]] as const) {
      expect(Math.abs(is - want), `${is} against ${want}`).toBeLessThanOrEqual(tolerance.abs + tolerance.rel * Math.abs(want));
    }
  });

  it('Student and Welch give what scipy gives (t.interval, ttest_ind with equal_var=False)', () => {
    const a = [12.1, 9.8, 11.4, 10.2, 13.3, 8.9, 10.7], b = [9.1, 8.7, 10.9, 7.8, 9.9];
    const one = meanInterval(a)!;
    expect(one.low).toBeCloseTo(9.54311175391315, 9);
    expect(one.high).toBeCloseTo(12.285459674658279, 9);
    const two = compareMeans(a, b)!;
    expect(two.low).toBeCloseTo(-0.08542735270243496, 9);
    expect(two.high).toBeCloseTo(3.353998781273869, 9);
    expect(two.pValue).toBeCloseTo(0.06023987595561078, 9);
  });

  it('one value says nothing of its spread; equal values are sure', () => {
    expect(meanInterval([5])).toBeNull();
    expect(compareMeans([1, 2], [3])).toBeNull();
    expect(meanInterval([5, 5, 5])).toEqual({ mean: 5, low: 5, high: 5, n: 3 });
    expect(compareMeans([5, 5], [5, 5])!.pValue).toBe(1);
  });

  it('swapping the sides mirrors, order does not matter, the interval holds the estimate and is wider at a higher level', () => {
    fc.assert(fc.property(values, values, (a, b) => {
      const ab = compareMeans(a, b)!, ba = compareMeans(b, a)!;
      expect(ab.low).toBeCloseTo(-ba.high, 6);
      expect(ab.pValue).toBeCloseTo(ba.pValue, 9);
      expect(ab.low).toBeLessThanOrEqual(ab.difference);
      expect(ab.high).toBeGreaterThanOrEqual(ab.difference);
      const one = meanInterval(a)!;
      expect(meanInterval([...a].reverse())!.low).toBeCloseTo(one.low, 6);
      expect(meanInterval(a, 0.99)!.low).toBeLessThanOrEqual(one.low);
    }));
  });
});
