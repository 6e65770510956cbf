import { describe, expect, it } from 'vitest';
import { reachOf, roundTicks, writeBand } from './band-scale';

describe('scale of bands', () => {
  it('writes points with a decimal, numbers with two', () => {
    expect(writeBand(0.02149, 'points')).toBe(2.1);
    expect(writeBand(-3.14159, 'number')).toBe(-3.14);
  });

  it('is not set by the first days, whose intervals are wider than what comes after', () => {
    const points = [1, 0.1, 0.05, 0.04, 0.03, 0.02, 0.02, 0.02].map((half, day) => ({ day: `2026-01-0${day + 1}`, value: 0.01, low: 0.01 - half, high: 0.01 + half, n: day }));
    const [low, high] = reachOf({ lines: [{ key: 'b', name: 'B', points }], write: 'points' });
    expect(high).toBeLessThan(10);
    expect(low).toBeLessThan(0);
    expect(reachOf({ lines: [{ key: 'b', name: 'B', points: points.slice(0, 1) }], write: 'points' })[1]).toBeGreaterThan(100);
  });

  it('has round marks, nought among them', () => {
    for (const ends of [[-3.2, 7.4], [-0.004, 0.0013], [-1200, 90]] as [number, number][]) {
      const ticks = roundTicks(ends);
      expect(ticks).toContain(0);
      expect(ticks.length).toBeGreaterThanOrEqual(3);
      expect(ticks.length).toBeLessThanOrEqual(6);
      expect(ticks.every((tick) => tick >= ends[0] && tick <= ends[1])).toBe(true);
    }
  });
});
