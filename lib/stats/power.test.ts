import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysFor, unitsAfter } from './duration';
import { cohenH, hedgesG } from './effect-size';
import { alwaysValid, fixedHorizon } from './power';
import { detectableDifference, meansPower, meansPowerStudent, unitsForMeans, unitsForMeansStudent } from './power-means';
import { detectableRate, ratesPower, unitsByH, unitsForRates, unitsPooled, unitsUnpooled } from './power-rates';
import { detectableLift, relativePower, unitsRelative, unitsRelativeStretched } from './power-relative';

const rate = fc.double({ min: 0.02, max: 0.9, noNaN: true });
const power = fc.double({ min: 0.5, max: 0.95, noNaN: true });
const ratio = fc.double({ min: 0.25, max: 4, noNaN: true });

describe('planning two rates', () => {
  it('the units asked for have the power asked for', () => {
    fc.assert(fc.property(rate, fc.double({ min: 0.02, max: 0.09, noNaN: true }), power, ratio, fc.boolean(), (from, step, wanted, r, sequence) => {
      const to = from + step, critical = sequence ? alwaysValid(0.05, 5_000) : fixedHorizon(0.05);
      const n = unitsForRates({ from, to, power: wanted, ratio: r }, critical);
      expect(ratesPower({ from, to, ratio: r }, n, critical)).toBeCloseTo(wanted, 6);
      expect(detectableRate({ from, power: wanted, ratio: r }, n, { critical })).toBeCloseTo(to, 5);
    }));
  });

  it('forms agree when the difference is small, and fewer units are needed for a larger one', () => {
    for (const form of [unitsByH, unitsPooled, unitsUnpooled, unitsForRates]) {
      const n = form({ from: 0.1, to: 0.105 });
      expect(n / 57_760).toBeCloseTo(1, 3);
      expect(form({ from: 0.1, to: 0.12 })).toBeLessThan(n / 10);
      expect(form({ from: 0.1, to: 0.105, power: 0.9 })).toBeGreaterThan(n);
    }
  });

  it('always-valid needs more, and no difference needs infinitely many', () => {
    expect(unitsForRates({ from: 0.1, to: 0.12 }, alwaysValid(0.05, 5_000))).toBeGreaterThan(1.5 * unitsForRates({ from: 0.1, to: 0.12 }));
    expect(unitsForRates({ from: 0.1, to: 0.1 })).toBe(Infinity);
    expect(detectableRate({ from: 0.5 }, 3)).toBeNull();
    expect(detectableRate({ from: 0.3 }, 2_000, { direction: 'down' })).toBeLessThan(0.3);
    expect(ratesPower({ from: 0.1, to: 0.1 }, 1_000)).toBeCloseTo(0.05, 12);
    expect(() => unitsByH({ from: -0.1, to: 0.1 })).toThrow(RangeError);
  });
});

describe('planning two means', () => {
  it('the units asked for have the power asked for', () => {
    fc.assert(fc.property(fc.double({ min: 0.05, max: 1.5, noNaN: true }), power, ratio, (d, wanted, r) => {
      const plan = { difference: 3 * d, sd: 3, power: wanted, ratio: r };
      const n = unitsForMeans(plan);
      expect(meansPower(plan, n)).toBeCloseTo(wanted, 6);
      expect(detectableDifference({ sd: 3, power: wanted, ratio: r }, n)).toBeCloseTo(3 * d, 5);
      const student = unitsForMeansStudent(plan);
      if (student > 3 / (1 + r)) expect(meansPowerStudent(plan, student)).toBeCloseTo(wanted, 6);
      expect(student).toBeGreaterThanOrEqual(n * 0.999);
    }), { numRuns: 40 });
  });

  it('by Student asks for about one unit more an arm', () => {
    expect(unitsForMeansStudent({ difference: 1, sd: 1 }) - unitsForMeans({ difference: 1, sd: 1 })).toBeCloseTo(1.017, 2);
    expect(unitsForMeansStudent({ difference: 0, sd: 1 })).toBe(Infinity);
  });
});

describe('planning as the best-known engine does', () => {
  it('asks for more, and its detectable lift undoes its units', () => {
    const plan = { mean: 0.1, variance: 0.09, lift: 0.05 };
    const n = unitsRelative(plan);
    expect(n / unitsUnpooled({ from: 0.1, to: 0.105 })).toBeGreaterThan(1.01);
    expect(relativePower(plan, n)).toBeCloseTo(0.8, 9);
    expect(detectableLift(plan, n)).toBeCloseTo(0.05, 9);
    expect(unitsRelativeStretched(plan, 5_000)).toBeGreaterThan(unitsRelative(plan, alwaysValid(0.05, 5_000)));
  });

  it('sees no lift at all with too few units, because its error grows with the lift', () => {
    expect(detectableLift({ mean: 0.1, variance: 0.09 }, 50)).toBeNull();
  });
});

describe('days', () => {
  it('are whole weeks beyond the first, and wait for the last outcome', () => {
    const traffic = { unitsPerDay: 100, share: 0.5, weights: [0.5, 0.5], outcomeDays: 14 };
    expect(daysFor(250, traffic)).toEqual({ entering: 14, total: 28 });
    expect(daysFor(100, traffic)).toEqual({ entering: 4, total: 18 });
    expect(daysFor(100, { ...traffic, unitsPerDay: 0 }).entering).toBe(Infinity);
  });

  it('give the smallest arm\'s units back', () => {
    expect(unitsAfter({ unitsPerDay: 100, weights: [0.5, 0.3, 0.2] }, 10)).toEqual({ control: 500, treatment: 200, ratio: 0.4 });
    expect(() => unitsAfter({ unitsPerDay: 100, weights: [0.5, 0.3] }, 10)).toThrow(RangeError);
  });
});

describe('effects without a unit', () => {
  it('are symmetric or shrunk as they should be', () => {
    expect(cohenH(0.2, 0.3)).toBeCloseTo(-cohenH(0.3, 0.2), 15);
    expect(hedgesG(1, 10)).toBeCloseTo(1 - 3 / 39, 15);
  });
});
