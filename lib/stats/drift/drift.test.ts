import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng, randomNormal } from '../rng';
import { homogeneity } from './contingency';
import { countBetween, jensenShannonDistance, quantileEdges, stabilityIndex, stabilityThreshold, totalVariation } from './histogram-distance';
import { kolmogorovAbove, oneSampleAbove } from './kolmogorov';
import { exactGapChance, gapChance, largestGap, sorted, stephensGapChance } from './kolmogorov-smirnov';
import { permutationChance } from './permutation';
import { rankSum } from './rank-sum';
import { wasserstein } from './wasserstein';
import { wassersteinChance, wassersteinLaw, wassersteinThreshold } from './wasserstein-chance';

const sample = fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 1, maxLength: 30 });
const counts = fc.integer({ min: 2, max: 6 }).chain((k) => fc.tuple(fc.array(fc.integer({ min: 0, max: 200 }), { minLength: k, maxLength: k }), fc.array(fc.integer({ min: 0, max: 200 }), { minLength: k, maxLength: k })))
  .filter(([a, b]) => Math.max(...a) > 0 && Math.max(...b) > 0);

/** Every order of n and m distinct values, the slow way. */
function chanceByListing(n: number, m: number, steps: number): number {
  let all = 0, far = 0;
  const walk = (i: number, j: number, gap: number): void => {
    const now = Math.max(gap, Math.abs(i * m - j * n));
    if (i === n && j === m) { all++; if (now >= steps) far++; return; }
    if (i < n) walk(i + 1, j, now);
    if (j < m) walk(i, j + 1, now);
  };
  walk(0, 0, 0);
  return far / all;
}

describe('the largest gap', () => {
  it('is the same from either side, and blind to what keeps the order', () => {
    fc.assert(fc.property(sample, sample, (a, b) => {
      const gap = largestGap(a, b);
      expect(largestGap(b, a).steps).toBe(gap.steps);
      expect(largestGap(a.map((x) => Math.exp(x / 10)), b.map((x) => Math.exp(x / 10)))).toEqual(gap);
      expect(exactGapChance(largestGap(b, a))).toBeCloseTo(exactGapChance(gap), 12);
    }));
  });

  it('has the chance that counting all orders gives', () => {
    for (const [n, m] of [[1, 1], [3, 4], [5, 5], [6, 4], [2, 7]] as const) {
      for (let steps = 1; steps <= n * m; steps++) expect(exactGapChance({ steps, n, m })).toBeCloseTo(chanceByListing(n, m, steps), 12);
    }
  });

  it('has a one-sample law whose three ways meet', () => {
    for (const n of [30, 140, 1999]) {
      const edge = Math.sqrt(4 / n);
      expect(oneSampleAbove(n, edge * 0.999999) / oneSampleAbove(n, edge * 1.000001)).toBeCloseTo(1, 4);
    }
    for (const z of [0.5, 0.8, 1.2]) expect(oneSampleAbove(2_001, z / Math.sqrt(2_001))).toBeCloseTo(oneSampleAbove(2_000, z / Math.sqrt(2_000)), 4);
    expect(kolmogorovAbove(0.999999)).toBeCloseTo(kolmogorovAbove(1.000001), 5);
    expect([oneSampleAbove(10, 0), oneSampleAbove(10, 1), oneSampleAbove(1, 0.75)]).toEqual([1, 0, expect.closeTo(0.5, 12)]);
  });

  it('of samples too large for the walk is taken in the limit', () => {
    const rng = createRng('large');
    const gap = largestGap(Array.from({ length: 4_000 }, () => randomNormal(rng)), Array.from({ length: 3_000 }, () => randomNormal(rng)));
    expect(gapChance(gap)).toBe(stephensGapChance(gap));
    expect(gapChance(gap)).toBeCloseTo(exactGapChance(gap), 2);
    expect(gapChance({ ...gap, n: 40, m: 30, steps: 300 })).toBe(exactGapChance({ n: 40, m: 30, steps: 300 }));
  });

  it('needs values', () => {
    expect(() => largestGap([], [1])).toThrow(RangeError);
    expect(() => largestGap([NaN], [1])).toThrow(RangeError);
  });
});

describe('ranks', () => {
  it('turn round with the samples', () => {
    fc.assert(fc.property(sample, sample, (a, b) => {
      const [x, y] = [rankSum(a, b), rankSum(b, a)];
      expect(x.share + y.share).toBeCloseTo(1, 12);
      expect(y.pValue).toBeCloseTo(x.pValue, 12);
      expect(rankSum(a, a)).toEqual({ share: 0.5, pValue: 1 });
    }));
  });
});

describe('Wasserstein', () => {
  it('is a distance: a shift is as far as it shifts, scale scales it, and no way round is shorter', () => {
    fc.assert(fc.property(sample, sample, sample, fc.integer({ min: -20, max: 20 }), (a, b, c, shift) => {
      expect(wasserstein(a, a.map((x) => x + shift))).toBeCloseTo(Math.abs(shift), 9);
      expect(wasserstein(a, b)).toBeCloseTo(wasserstein(b, a), 9);
      expect(wasserstein(a.map((x) => 3 * x), b.map((x) => 3 * x))).toBeCloseTo(3 * wasserstein(a, b), 8);
      expect(wasserstein(a, c)).toBeLessThanOrEqual(wasserstein(a, b) + wasserstein(b, c) + 1e-9);
    }));
  });
});

describe('what chance does to Wasserstein', () => {
  const even = Float64Array.from({ length: 20_000 }, (_, i) => (i + 0.5) / 20_000);

  it('has the known moments of a uniform law and of two values, and the scale of the values', () => {
    const law = wassersteinLaw(even);
    expect(law.mean).toBeCloseTo(Math.sqrt(2 * Math.PI) / 8, 2);
    expect(law.variance).toBeCloseTo(7 / 60 - Math.PI / 32, 3);
    const flags = wassersteinLaw([...new Array<number>(900).fill(0), ...new Array<number>(100).fill(1)]);
    expect(flags.mean).toBeCloseTo(0.3 * Math.sqrt(2 / Math.PI), 12);
    expect(flags.variance).toBeCloseTo(0.09 * (1 - 2 / Math.PI), 12);
    const wide = wassersteinLaw(even.map((x) => 10 * x - 3));
    expect([wide.mean, wide.variance]).toEqual([expect.closeTo(10 * law.mean, 8), expect.closeTo(100 * law.variance, 8)]);
    expect(wassersteinLaw([4, 4, 4])).toEqual({ mean: 0, variance: 0 });
    expect(wassersteinThreshold({ mean: 0, variance: 0 }, 10, 10)).toBe(0);
  });

  it('is as far as the threshold in alpha of checks, the farther the seldomer', () => {
    const law = wassersteinLaw(even);
    for (const alpha of [0.5, 0.05, 0.001]) expect(wassersteinChance(law, wassersteinThreshold(law, 2_000, 500, alpha), 2_000, 500)).toBeCloseTo(alpha, 8);
    expect(wassersteinChance(law, 0, 100, 100)).toBe(1);
    expect(wassersteinChance(law, 0.02, 2_000, 2_000)).toBeGreaterThan(wassersteinChance(law, 0.03, 2_000, 2_000));
  });

  it('crosses it in about 5 of 100 checks of bell-shaped values', () => {
    const rng = createRng('wasserstein');
    let over = 0;
    for (let run = 0; run < 400; run++) {
      const [a, b] = [300, 200].map((n) => Array.from({ length: n }, () => randomNormal(rng))) as [number[], number[]];
      if (wassersteinChance(wassersteinLaw(sorted([...a, ...b])), wasserstein(a, b), 300, 200) < 0.05) over++;
    }
    expect(over / 400).toBeGreaterThan(0.025);
    expect(over / 400).toBeLessThan(0.08);
  });
});

describe('histograms', () => {
  it('are as far from each other either way, and not at all from themselves', () => {
    fc.assert(fc.property(counts, ([a, b]) => {
      for (const distance of [stabilityIndex, jensenShannonDistance, totalVariation]) {
        expect(distance(a, b)).toBeCloseTo(distance(b, a), 10);
        expect(distance(a, a)).toBe(0);
        expect(distance(a, b)).toBeGreaterThanOrEqual(0);
      }
      expect(jensenShannonDistance(a, b)).toBeLessThanOrEqual(1 + 1e-12);
      expect(jensenShannonDistance(a, b, 'nats')).toBeCloseTo(jensenShannonDistance(a, b) * Math.sqrt(Math.LN2), 12);
    }));
    expect(() => stabilityIndex([0, 0], [1, 2])).toThrow(RangeError);
  });

  it('put a value that is an edge to the right, and a constant reference into one bin', () => {
    expect(countBetween([1, 2, 3, 4], [2, 4])).toEqual([1, 2, 1]);
    expect(quantileEdges(new Array<number>(20).fill(5))).toEqual([]);
    expect(stabilityIndex(countBetween([5, 5], []), countBetween([9], []))).toBe(0);
    quantileEdges([1, 1, 1, 1, 1, 1, 2, 3, 4, 5]).forEach((edge, i) => expect(edge).toBeCloseTo([1.4, 2.3, 3.2, 4.1][i]!, 9));
  });

  it('of the same law cross the threshold in about 5 of 100 checks, and the usual 0.25 much more often', () => {
    const rng = createRng('stability');
    let over = 0, overUsual = 0;
    for (let run = 0; run < 400; run++) {
      const draw = (n: number) => Array.from({ length: n }, () => rng());
      const [a, b] = [draw(300), draw(200)];
      const edges = quantileEdges(a, 10);
      const index = stabilityIndex(countBetween(a, edges), countBetween(b, edges));
      if (index > stabilityThreshold(300, 200, 10)) over++;
      const [c, d] = [draw(50), draw(40)];
      if (stabilityIndex(countBetween(c, quantileEdges(c)), countBetween(d, quantileEdges(c))) > 0.25) overUsual++;
    }
    expect(over / 400).toBeLessThan(0.09);
    expect(overUsual / 400).toBeGreaterThan(0.5);
    expect(stabilityThreshold(10, 10, 1)).toBe(0);
  });
});

describe('counts over the same kinds', () => {
  it('leave out kinds that nobody has', () => {
    expect(homogeneity([30, 0, 20], [25, 0, 40])).toEqual(homogeneity([30, 20], [25, 40]));
    expect(homogeneity([3, 0], [4, 0])).toEqual({ available: false, reason: 'no_categories' });
    expect(homogeneity([0, 0], [4, 1])).toEqual({ available: false, reason: 'no_units' });
    expect(() => homogeneity([1], [1, 2])).toThrow(RangeError);
  });

  it('are judged the same from either side', () => {
    fc.assert(fc.property(counts, ([a, b]) => {
      const [x, y] = [homogeneity(a, b), homogeneity(b, a)];
      if (!x.available || !y.available) return expect(x).toEqual(y);
      expect(y.statistic).toBeCloseTo(x.statistic, 9);
      expect(x.cramersV).toBeLessThanOrEqual(1 + 1e-12);
      if (x.yates) expect(x.yates.statistic).toBeLessThanOrEqual(x.statistic);
    }));
  });
});

describe('random splits', () => {
  it('find a shift and, without one, seldom', () => {
    const rng = createRng('splits');
    const draw = (shift: number) => Array.from({ length: 60 }, () => shift + randomNormal(rng));
    expect(permutationChance(wasserstein, draw(0), draw(1), rng)).toBeLessThan(0.02);
    const without = Array.from({ length: 60 }, () => permutationChance(wasserstein, draw(0), draw(0), rng, 99));
    expect(without.filter((p) => p <= 0.05).length).toBeLessThanOrEqual(9);
    expect(permutationChance(wasserstein, [1, 1], [1, 1], rng, 19)).toBe(1);
  });
});
