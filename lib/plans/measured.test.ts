import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measuredMetric, NEEDED, trackRecord } from './measured';
import type { ExpectedEffect, MeasuredEffect } from './schema';

const counts = fc.nat({ max: 400 }).chain((n) => fc.nat({ max: n }).map((hits) => ({ hits, n })));

describe('a measured effect', () => {
  it('is said with its interval when both sides are large enough, and not before', () => {
    fc.assert(fc.property(counts, counts, (before, since) => {
      const { difference, low, high } = measuredMetric('accuracy', before, since);
      if (before.n < NEEDED || since.n < NEEDED) return [difference, low, high].every((value) => value === null);
      return difference === since.hits / since.n - before.hits / before.n && low! <= difference && difference <= high!;
    }));
  });

  it('of 30 in 40 against 20 in 40 is 25 points, 3.8 to 43.3 (Newcombe’s method 10, by hand)', () => {
    const { difference, low, high } = measuredMetric('helpful', { hits: 20, n: 40 }, { hits: 30, n: 40 });
    expect([difference, low, high].map((value) => Number(value!.toFixed(3)))).toEqual([0.25, 0.038, 0.433]);
  });
});

describe('the record of expectations', () => {
  const item = (low: number, high: number, found: number | null, metric: 'accuracy' | 'helpful' = 'accuracy'): { expected: ExpectedEffect; measured: MeasuredEffect } => ({
    expected: { metric, difference: (low + high) / 2, low, high, n: 100, basis: 'b' },
    measured: { at: '', days: 1, of: 'x', needed: NEEDED, metrics: [{ metric: 'accuracy', before: { hits: 1, n: 2 }, since: { hits: 1, n: 2 }, difference: found, low: found, high: found }] },
  });

  it('counts those inside of those that could be judged, in the metric that was expected', () => {
    expect(trackRecord([item(0, 0.1, 0.05), item(0, 0.1, 0.2), item(0, 0.1, null), item(0, 0.1, 0.05, 'helpful'), item(0.05, 0.1, 0.05)])).toEqual({ judged: 3, inside: 2 });
    expect(trackRecord([])).toEqual({ judged: 0, inside: 0 });
  });
});
