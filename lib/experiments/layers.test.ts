import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roomFor, type Slice } from './layers';

describe('room in a layer', () => {
  it('an empty layer gives its beginning', () => {
    expect(roomFor([], 0.25)).toEqual({ slice: { from: 0, to: 0.25 }, words: null });
    expect(roomFor([], 1).slice).toEqual({ from: 0, to: 1 });
  });

  it('the narrowest gap that is wide enough, whatever the order of the others', () => {
    const taken = [{ from: 0.9, to: 1 }, { from: 0.5, to: 0.7 }, { from: 0, to: 0.1 }];
    expect(roomFor(taken, 0.2).slice).toEqual({ from: 0.7, to: 0.9 });
    expect(roomFor(taken, 0.3).slice).toEqual({ from: 0.1, to: 0.4 });
  });

  it('shares that are no binary fractions fit exactly', () => {
    for (const parts of [3, 6, 7, 10, 12]) {
      const taken: Slice[] = [];
      for (let i = 0; i < parts; i++) taken.push(roomFor(taken, 1 / parts).slice!);
      expect(taken).toHaveLength(parts);
      expect(taken.every((slice) => slice.to <= 1)).toBe(true);
    }
    expect(roomFor([{ from: 0, to: 0.1 + 0.2 }], 0.7).slice).toEqual({ from: 0.3, to: 1 });
  });

  it('says what there is when it does not fit', () => {
    expect(roomFor([{ from: 0, to: 1 }], 0.1)).toEqual({ slice: null, free: 0, largest: 0, words: 'The layer is full: other experiments have all of its units. End one of them, or choose another layer.' });
    expect(roomFor([{ from: 0, to: 0.75 }], 0.5)).toMatchObject({ free: 0.25, largest: 0.25, words: 'The layer has 25% of its units free, and this experiment asks for 50%. Take 25% or less, end another experiment of the layer, or choose another layer.' });
    expect(roomFor([{ from: 0.3, to: 0.8 }], 0.5).words).toBe('The layer has 50% of its units free, but 30% at most in one piece, and this experiment asks for 50%. Take 30% or less, end another experiment of the layer, or choose another layer.');
    expect(roomFor([{ from: 0.1, to: 0.9 }], 0.5).words).toBe('The layer has 20% of its units free, 10% in one piece, and this experiment asks for 50%. Take 10% or less, end another experiment of the layer, or choose another layer.');
  });

  it('refuses what is no share', () => {
    for (const traffic of [0, -0.1, 1.1, NaN]) expect(() => roomFor([], traffic)).toThrow(RangeError);
  });

  it('never gives what is taken, never refuses what would fit', () => {
    const share = fc.double({ min: 1e-6, max: 1, noNaN: true });
    fc.assert(fc.property(fc.array(fc.record({ traffic: share, ends: fc.boolean() }), { maxLength: 20 }), (asks) => {
      let taken: Slice[] = [];
      for (const { traffic, ends } of asks) {
        const { slice, ...room } = roomFor(taken, traffic);
        if (slice) {
          expect(slice.from).toBeGreaterThanOrEqual(0);
          expect(slice.to).toBeLessThanOrEqual(1);
          expect(Math.abs(slice.to - slice.from - traffic)).toBeLessThan(2e-6);
          expect(taken.every((other) => slice.to <= other.from || slice.from >= other.to)).toBe(true);
          taken = ends ? [...taken.slice(1), slice] : [...taken, slice];
        } else {
          expect('largest' in room && room.largest).toBeLessThan(traffic);
          const used = taken.reduce((sum, { from, to }) => sum + to - from, 0);
          expect('free' in room && room.free).toBeCloseTo(1 - used, 9);
        }
      }
    }));
  });
});
