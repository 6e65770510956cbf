import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectDomain, sideOf } from './effect-axis';

const span = fc.tuple(fc.double({ min: -5, max: 5, noNaN: true }), fc.double({ min: 0, max: 9, noNaN: true })).map(([value, half]) => ({ difference: { value, low: value - half, high: value + half } }));

describe('axis of effects', () => {
  it('holds nought and every point', () => {
    fc.assert(fc.property(fc.array(span, { minLength: 1, maxLength: 6 }), (variants) => {
      const [low, high] = effectDomain(variants);
      expect(low).toBeLessThan(0);
      expect(high).toBeGreaterThan(0);
      for (const { difference } of variants) {
        expect(difference.value).toBeGreaterThanOrEqual(low);
        expect(difference.value).toBeLessThanOrEqual(high);
      }
    }));
  });

  it('cuts the one interval that would press the others to a dot', () => {
    const [low, high] = effectDomain([0.1, 0.1, 40].map((half) => ({ difference: { value: 0.02, low: 0.02 - half, high: 0.02 + half } })));
    expect(high - low).toBeLessThan(2);
  });

  it('knows better from worse by the metric', () => {
    expect(sideOf({ low: 0.01, high: 0.1 }, 'higher')).toBe('better');
    expect(sideOf({ low: 0.01, high: 0.1 }, 'lower')).toBe('worse');
    expect(sideOf({ low: -0.2, high: -0.1 }, 'lower')).toBe('better');
    expect(sideOf({ low: -0.2, high: 0.1 }, 'lower')).toBe('open');
  });
});
