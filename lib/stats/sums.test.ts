import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addOutcome, armOf, merge, noCuped, noMean, noProportion, noRatio, type CupedSums, type MeanSums, type OutcomeOf, type RatioSums, type Sums } from './sums';

// Whole numbers, as money in minor units is: sums of them have no rounding, so equal means equal.
const whole = fc.integer({ min: -10_000, max: 10_000 });
const METRICS = {
  proportion: { empty: noProportion(), outcome: fc.record({ converted: fc.boolean() }) },
  mean: { empty: noMean(), outcome: fc.record({ value: whole }) },
  ratio: { empty: noRatio(), outcome: fc.record({ numerator: whole, denominator: whole }) },
  cuped: { empty: noCuped(), outcome: fc.record({ post: whole, pre: whole }) },
} as const;

describe.each(Object.entries(METRICS))('sums of a %s', (_, { empty, outcome }) => {
  const all = (outcomes: readonly unknown[]): Sums => outcomes.reduce<Sums>((sums, one) => addOutcome(sums, one as OutcomeOf<Sums>), empty);
  const list = fc.array(outcome as fc.Arbitrary<unknown>, { maxLength: 20 });

  it('of parts, in any order and grouping, are the sums of all', () => {
    fc.assert(fc.property(list, list, list, (a, b, c) => {
      const [x, y, z] = [all(a), all(b), all(c)];
      expect(merge(merge(x, y), z)).toEqual(all([...a, ...b, ...c]));
      expect(merge(x, merge(y, z))).toEqual(merge(merge(x, y), z));
      expect(merge(y, x)).toEqual(merge(x, y));
      expect(merge(x, empty)).toEqual(x);
      expect(all([...a].reverse())).toEqual(x);
    }));
  });
});

describe('sums', () => {
  it('of different metrics do not add up', () => {
    expect(() => merge<Sums>(noMean(), noProportion())).toThrow(TypeError);
    expect(() => merge(noCuped('mean'), noCuped('proportion'))).toThrow(TypeError);
  });
});

describe('an arm', () => {
  const meanOf = (values: readonly number[]): MeanSums => values.reduce((sums, value) => addOutcome(sums, { value }), noMean());

  it('says why there is none', () => {
    expect(armOf(noProportion())).toEqual({ available: false, reason: 'no_units' });
    expect(armOf(meanOf([3]))).toEqual({ available: false, reason: 'one_unit' });
    expect(armOf({ metric: 'ratio', n: 3, numSum: 2, numSumSquares: 2, denSum: 0, denSumSquares: 2, crossSum: 0 })).toEqual({ available: false, reason: 'zero_denominator' });
  });

  it('has no spread when all values are one value, whatever sums make of its decimals', () => {
    fc.assert(fc.property(fc.double({ min: 0.001, max: 1e6, noNaN: true }), fc.integer({ min: 2, max: 500 }), (value, n) => {
      expect(armOf(meanOf(new Array<number>(n).fill(value)))).toMatchObject({ variance: 0 });
    }));
  });

  it('scales: k times the values, k^2 times the variance', () => {
    fc.assert(fc.property(fc.array(whole, { minLength: 2, maxLength: 30 }), fc.integer({ min: 2, max: 50 }), (values, k) => {
      const [one, many] = [armOf(meanOf(values)), armOf(meanOf(values.map((v) => v * k)))];
      if (!one.available || !many.available) throw new Error('both have two values or more');
      expect(many.mean).toBeCloseTo(k * one.mean, 6);
      expect(many.variance / k ** 2).toBeCloseTo(one.variance, 4);
    }));
  });

  it('of a ratio with a denominator of one each is the arm of the mean', () => {
    fc.assert(fc.property(fc.array(whole, { minLength: 2, maxLength: 30 }), (values) => {
      const ratio = values.reduce<RatioSums>((sums, v) => addOutcome(sums, { numerator: v, denominator: 1 }), noRatio());
      const [as, plain] = [armOf(ratio), armOf(meanOf(values))];
      if (!as.available || !plain.available) throw new Error('both have two values or more');
      expect(as.mean).toBeCloseTo(plain.mean, 9);
      expect(as.variance).toBeCloseTo(plain.variance, 3);
    }));
  });

  it('of a yes or no with a past is the arm of the yes or no', () => {
    const sums: CupedSums = { ...noCuped('proportion'), n: 10, postSum: 3, postSumSquares: 3, preSum: 5, preSumSquares: 5, crossSum: 2 };
    expect(armOf(sums)).toEqual(armOf({ metric: 'proportion', n: 10, conversions: 3 }));
  });
});
