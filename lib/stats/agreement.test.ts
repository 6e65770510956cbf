import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreement } from './agreement';
import { createRng } from './rng';

/** Raters in rows, as published; '.' is no rating. */
const turned = (...rows: string[]): (string | null)[][] => {
  const raters = rows.map((row) => row.split(' ').map((value) => (value === '.' ? null : value)));
  return raters[0]!.map((_, item) => raters.map((rater) => rater[item] ?? null));
};
const ratings = fc.array(fc.array(fc.constantFrom('a', 'b', 'c', null), { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 25 });

describe('agreement', () => {
  it('gives the published alphas (Krippendorff, Computing Alpha-Reliability, examples B and C: 0.095 and 0.743)', () => {
    const two = agreement(turned('0 1 0 0 0 0 0 0 1 0', '1 1 1 0 0 1 0 0 0 0'), createRng('a'))!;
    expect(two.alpha).toBeCloseTo(0.095, 3);
    const four = agreement(turned('1 2 3 3 2 1 4 1 2 . . .', '1 2 3 3 2 2 4 1 2 5 . 3', '. 3 3 3 2 3 4 2 2 5 1 .', '1 2 3 3 2 4 4 1 2 5 1 .'), createRng('a'))!;
    expect(four.alpha).toBeCloseTo(0.743, 3);
    expect(four).toMatchObject({ items: 11, raters: 4 });
  });

  it('is unknown where nobody could have disagreed', () => {
    expect(agreement([['a', 'a'], ['a', 'a'], ['a', 'a']], createRng('a'))).toBeNull();
    expect(agreement([['a', null], [null, 'b'], ['a', 'b']], createRng('a'))).toBeNull();
  });

  it('five items on which all agree are no proof', () => {
    const few = agreement([['a', 'a'], ['b', 'b'], ['a', 'a'], ['b', 'b'], ['a', 'a']], createRng('a'))!;
    expect(few.alpha).toBe(1);
    expect(few.high).toBe(1);
    expect(few.low).toBeLessThan(0.5);
  });

  it('does not depend on who is who, on the order of items or on names of values; the interval holds alpha; a seed repeats it', () => {
    fc.assert(fc.property(ratings, (list) => {
      const once = agreement(list, createRng('s'));
      expect(agreement(list, createRng('s'))).toEqual(once);
      const other = agreement([...list].reverse().map((item) => [...item].reverse().map((value) => (value === 'a' ? 'z' : value))), createRng('s'));
      expect(other === null).toBe(once === null);
      if (!once || !other) return;
      expect(other.alpha).toBeCloseTo(once.alpha, 10);
      expect(once.low).toBeLessThanOrEqual(once.alpha);
      expect(once.high).toBeGreaterThanOrEqual(once.alpha);
    }), { numRuns: 40 });
  });
});
