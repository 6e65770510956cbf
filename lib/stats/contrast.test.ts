import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contrast, factorialEffects, type Cell } from './contrast';
import { effectOf } from './effect';
import { armOf, type MeanSums } from './sums';

const sums = (mean: number, n = 50, variance = 4): MeanSums => ({ metric: 'mean', n, sum: n * mean, sumSquares: (n - 1) * variance + n * mean * mean });
const size = fc.integer({ min: 2, max: 400 });
const mean = fc.double({ min: -20, max: 20, noNaN: true });
const valueOf = ({ effect }: { effect: ReturnType<typeof contrast> }): number => (effect.available ? effect.effect : NaN);

describe('a contrast', () => {
  it('of two arms is their effect', () => {
    fc.assert(fc.property(mean, mean, size, size, (a, b, n, m) => {
      const [control, treatment] = [sums(a, n), sums(b, m, 9)];
      const [one, other] = [contrast([armOf(control), armOf(treatment)], [-1, 1]), effectOf(control, treatment, 'absolute')];
      if (!one.available || !other.available) throw new Error('both have spread');
      for (const name of ['n', 'effect', 'standardError', 'degreesOfFreedom', 'controlMean'] as const) expect(one[name]).toBeCloseTo(other[name], 8);
    }));
  });

  it('says why not, for arms that count only', () => {
    const none = armOf({ metric: 'proportion', n: 0, conversions: 0 });
    expect(contrast([none, armOf(sums(1))], [-1, 1])).toEqual({ available: false, reason: 'no_units' });
    expect(contrast([none, armOf(sums(1)), armOf(sums(2))], [0, -1, 1])).toMatchObject({ available: true, effect: expect.closeTo(1, 12) as number });
    expect(() => contrast([none], [0])).toThrow(RangeError);
  });
});

describe('factors', () => {
  it('that add up have their own effects and no interaction, however units are split', () => {
    fc.assert(fc.property(mean, fc.tuple(mean, mean), mean, fc.array(size, { minLength: 6, maxLength: 6 }), (base, [b1, b2], a1, sizes) => {
      const cells = [0, 1].flatMap((a) => [0, 1, 2].map((b): Cell => ({ levels: [a, b], sums: sums(base + a * a1 + [0, b1, b2][b]!, sizes[3 * a + b]) })));
      const effects = factorialEffects([2, 3], cells);
      expect(effects.map(({ of }) => of.map(({ factor, level }) => `${factor}.${level}`).join('x'))).toEqual(['0.1', '1.1', '1.2', '0.1x1.1', '0.1x1.2']);
      effects.map(valueOf).forEach((got, i) => expect(got).toBeCloseTo([a1, b1, b2, 0, 0][i]!, 8));
    }));
  });

  it('that work only together show it', () => {
    const cells = [0, 1].flatMap((a) => [0, 1].map((b): Cell => ({ levels: [a, b], sums: sums(a * b) })));
    expect(factorialEffects([2, 2], cells).map(valueOf)).toEqual([expect.closeTo(0.5, 9), expect.closeTo(0.5, 9), expect.closeTo(1, 9)]);
  });

  it('need every combination once', () => {
    const cell = (...levels: number[]): Cell => ({ levels, sums: sums(1) });
    expect(() => factorialEffects([2, 2], [cell(0, 0), cell(0, 1), cell(1, 0)])).toThrow(RangeError);
    expect(() => factorialEffects([2, 2], [cell(0, 0), cell(0, 1), cell(1, 0), cell(1, 0)])).toThrow(RangeError);
    expect(() => factorialEffects([2], [cell(0), cell(2)])).toThrow(RangeError);
  });
});
