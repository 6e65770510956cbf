import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learningCurve, type CurvePoint } from './learning-curve';
import { createRng, randomNormal } from './rng';

const SIZES = [25, 50, 100, 200, 400, 800];
const power = (n: number): number => 0.8 - 1.2 * n ** -0.5;
const points = (noise: () => number): CurvePoint[] => SIZES.map((n) => ({ n, score: power(n) + noise(), weight: 100 }));

describe('learningCurve', () => {
  it('finds an inverse power law again and follows it to twice the size', () => {
    const got = learningCurve(points(() => 0))!;
    expect(got.now.n).toBe(800);
    expect(got.then).toEqual({ n: 1600, score: expect.closeTo(power(1600), 6) });
    expect(got.gain).toBeCloseTo(power(1600) - power(800), 6);
    expect(got.gainPerLabel).toBeCloseTo(got.gain / 800, 12);
    expect(got.fitted[0]).toEqual({ n: 25, score: expect.closeTo(power(25), 6) });
  });

  it('covers the true gain about as often as it says', () => {
    const rng = createRng('curve');
    const truth = power(1600) - power(800);
    const runs = 600;
    let covered = 0;
    for (let run = 0; run < runs; run++) {
      const { low, high } = learningCurve(points(() => 0.01 * randomNormal(rng)))!;
      if (low <= truth && truth <= high) covered++;
    }
    expect(covered / runs).toBeGreaterThan(0.92);
  });

  it('says nothing on too few points or sizes, and refuses to look back', () => {
    expect(learningCurve(points(() => 0).slice(0, 3))).toBeNull();
    expect(learningCurve([1, 1, 1, 2].map((n) => ({ n, score: 0.5, weight: 1 })))).toBeNull();
    expect(() => learningCurve(points(() => 0), { target: 800 })).toThrow(RangeError);
  });

  it('order and the scale of weights do not matter; the interval holds the gain; scores turned over turn it over', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 6, maxLength: 6 }), (noise) => {
      const list = SIZES.map((n, i) => ({ n, score: power(n) + noise[i]! / 1000, weight: 10 + n }));
      const got = learningCurve(list)!;
      const other = learningCurve([...list].reverse().map((p) => ({ ...p, weight: p.weight * 3 })))!;
      expect(other.gain).toBeCloseTo(got.gain, 8);
      expect(other.low).toBeCloseTo(got.low, 6);
      expect(got.low).toBeLessThanOrEqual(got.gain);
      expect(got.high).toBeGreaterThanOrEqual(got.gain);
      const turned = learningCurve(list.map((p) => ({ ...p, score: 1 - p.score })))!;
      expect(turned.gain).toBeCloseTo(-got.gain, 8);
      expect(turned.low).toBeCloseTo(-got.high, 6);
    }), { numRuns: 60 });
  });
});
