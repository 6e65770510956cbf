import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusteredDifference, clusteredMean, clusteredRate, clusterSums } from './clustered-rates';
import { wilsonInterval } from './rates';
import { createRng } from './rng';

const cluster = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.double({ min: 0, max: 1, noNaN: true })).map(([n, share]) => ({ n, hits: Math.round(n * share) }));
const someClusters = fc.array(cluster, { minLength: 1, maxLength: 40 });

describe('clusteredRate', () => {
  it('contains its value and stays inside 0..1', () => {
    fc.assert(fc.property(someClusters, (clusters) => {
      const { value, low, high, effective, n } = clusteredRate(clusterSums(clusters))!;
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(value + 1e-12);
      expect(high).toBeGreaterThanOrEqual(value - 1e-12);
      expect(effective).toBeLessThanOrEqual(n);
    }));
  });

  it('is Wilson\'s interval when each cluster is one row', () => {
    const rows = Array.from({ length: 200 }, (_, i) => ({ n: 1, hits: i < 130 ? 1 : 0 }));
    const found = clusteredRate(clusterSums(rows))!;
    const plain = wilsonInterval({ hits: 130, n: 200 });
    expect(found.low).toBeCloseTo(plain.low, 2);
    expect(found.high).toBeCloseTo(plain.high, 2);
  });

  it('learns nothing from copies: each row of 60 clusters ten times is as wide as once', () => {
    const rows = Array.from({ length: 60 }, (_, i) => ({ n: 1, hits: i % 3 === 0 ? 0 : 1 }));
    const once = clusteredRate(clusterSums(rows))!;
    const tenfold = clusteredRate(clusterSums(rows.map((r) => ({ n: 10, hits: r.hits * 10 }))))!;
    expect(tenfold.high - tenfold.low).toBeCloseTo(once.high - once.low, 2);
    expect(tenfold.n).toBe(600);
  });

  it('says next to nothing from a single cluster, and nothing from none', () => {
    const alone = clusteredRate(clusterSums([{ n: 40, hits: 40 }]))!;
    expect(alone.low).toBeLessThan(0.3);
    expect(clusteredRate(clusterSums([]))).toBeNull();
  });

  it('covers the truth in 93 to 97 of 100 worlds where the deals differ and hold several insights each', () => {
    const rng = createRng('clustered coverage');
    const [worlds, truth] = [2000, 0.65];
    let covered = 0;
    for (let w = 0; w < worlds; w++) {
      // A deal's own rate is 0.25 above or below the truth; one to six insights each.
      const clusters = Array.from({ length: 60 }, () => {
        const own = truth + (rng() < 0.5 ? -0.25 : 0.25);
        const n = 1 + Math.floor(rng() * 6);
        let hits = 0;
        for (let i = 0; i < n; i++) if (rng() < own) hits++;
        return { n, hits };
      });
      const { low, high } = clusteredRate(clusterSums(clusters))!;
      if (low <= truth && truth <= high) covered++;
    }
    expect(covered / worlds).toBeGreaterThan(0.93);
    expect(covered / worlds).toBeLessThan(0.97);
  });
});

describe('clusteredMean', () => {
  it('is the t interval of single values (R: t.test(c(5,4,4,3,5,2))$conf.int)', () => {
    const found = clusteredMean(clusterSums([5, 4, 4, 3, 5, 2].map((hits) => ({ n: 1, hits }))))!;
    expect(found.value).toBeCloseTo(3.8333333, 6);
    expect(found.low).toBeCloseTo(2.6064, 3);
    expect(found.high).toBeCloseTo(5.0602, 3);
    expect(clusteredMean(clusterSums([{ n: 3, hits: 12 }]))).toBeNull();
  });
});

it('a difference contains its value and turns round with its sides', () => {
  fc.assert(fc.property(someClusters, someClusters, (a, b) => {
    const [x, y] = [clusteredRate(clusterSums(a))!, clusteredRate(clusterSums(b))!];
    const [there, back] = [clusteredDifference(x, y), clusteredDifference(y, x)];
    expect(there.low).toBeLessThanOrEqual(there.difference + 1e-12);
    expect(there.high).toBeGreaterThanOrEqual(there.difference - 1e-12);
    expect(back.low).toBeCloseTo(-there.high, 10);
  }));
});
