import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rateDecision } from '../bayesian-beta';
import { normalAbove } from '../distributions';
import { createRng } from '../rng';
import { rankMeans, rankRates } from './best-arm';
import { betaDraws, binomialDraw, gammaDraw, normalSums } from './draws';
import { boundPolicy, equalPolicy, thompsonMeans, thompsonRates, ucbV } from './policies';
import { bernoulliDivergence, laiRobbinsConstant, play, POLICIES, simulateRegret } from './regret';
import { topTwoWeights, withFloor } from './weights';

const arm = fc.record({ n: fc.integer({ min: 0, max: 3_000 }), share: fc.double({ min: 0, max: 1, noNaN: true }) }).map(({ n, share }) => ({ n, hits: Math.round(n * share) }));
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

describe('the chance to be best', () => {
  it('of two arms is the chance that one beats the other', () => {
    fc.assert(fc.property(arm, arm, (a, b) => {
      const { first, second } = rankRates([a, b]);
      expect(first[1]).toBeCloseTo(rateDecision(a, b).chanceToBeatControl, 10);
      expect(second[0]).toBeCloseTo(first[1]!, 10);
    }), { numRuns: 30 });
  });

  it('adds up to one, follows the arms when they change places, and is the other way round for what should be low', () => {
    fc.assert(fc.property(fc.array(arm, { minLength: 2, maxLength: 5 }), (arms) => {
      const { first, second } = rankRates(arms);
      expect([total(first), total(second)]).toEqual([expect.closeTo(1, 9), expect.closeTo(1, 9)]);
      rankRates([...arms].reverse()).first.reverse().forEach((p, i) => expect(p).toBeCloseTo(first[i]!, 9));
      const misses = arms.map(({ n, hits }) => ({ n, hits: n - hits }));
      const low = rankRates(misses, { inverse: true });
      low.first.forEach((p, i) => expect(p).toBeCloseTo(first[i]!, 9));
      low.second.forEach((p, i) => expect(p).toBeCloseTo(second[i]!, 9));
    }), { numRuns: 20 });
  });

  it('agrees with a hundred thousand draws', () => {
    const arms = [{ n: 80, hits: 9 }, { n: 90, hits: 14 }, { n: 40, hits: 5 }, { n: 10, hits: 0 }];
    const rng = createRng('best arm');
    const posteriors = arms.map(({ n, hits }) => betaDraws(1 + hits, 1 + n - hits));
    const wins = arms.map(() => 0), seconds = arms.map(() => 0);
    for (let i = 0; i < 100_000; i++) {
      const order = posteriors.map((draw, k) => ({ k, value: draw(rng) })).sort((a, b) => b.value - a.value);
      wins[order[0]!.k]!++;
      seconds[order[1]!.k]!++;
    }
    const { first, second } = rankRates(arms);
    arms.forEach((_, k) => {
      expect(Math.abs(wins[k]! / 1e5 - first[k]!)).toBeLessThan(0.007);
      expect(Math.abs(seconds[k]! / 1e5 - second[k]!)).toBeLessThan(0.007);
    });
  });

  it('of two means is a normal tail', () => {
    const { first } = rankMeans([{ n: 100, mean: 5, variance: 4 }, { n: 400, mean: 5.3, variance: 9 }]);
    expect(first[0]).toBeCloseTo(normalAbove(0.3 / Math.sqrt(0.04 + 9 / 400)), 11);
  });

  it('is one for the only arm', () => {
    expect(rankRates([{ n: 3, hits: 1 }])).toEqual({ first: [1], second: [0] });
    expect(topTwoWeights(rankRates([{ n: 3, hits: 1 }]))).toEqual([1]);
  });
});

describe('weights with a floor', () => {
  it('keep the order and add up to one', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 2, maxLength: 8 }), fc.double({ min: 0, max: 0.1, noNaN: true }), (raw, floor) => {
      const weights = raw.map((w) => w / total(raw));
      const floored = withFloor(weights, floor);
      expect(total(floored)).toBeCloseTo(1, 9);
      expect(Math.min(...floored)).toBeGreaterThanOrEqual(floor);
      weights.forEach((w, i) => weights.forEach((v, j) => { if (w < v) expect(floored[i]!).toBeLessThanOrEqual(floored[j]!); }));
    }));
    expect(() => withFloor([0.5, 0.5], 0.6)).toThrow(RangeError);
  });
});

describe('draws from Beta', () => {
  it.each([[1, 1], [1, 7], [9, 1], [2, 3], [1.5, 1.2], [120, 4], [30, 900]])('(%d, %d) have its mean and variance', (a, b) => {
    const rng = createRng(`${a} ${b}`), draw = betaDraws(a, b);
    const n = 40_000, values = Array.from({ length: n }, () => draw(rng));
    const mean = total(values) / n, variance = total(values.map((x) => (x - mean) ** 2)) / (n - 1);
    const [wantMean, wantVariance] = [a / (a + b), (a * b) / ((a + b) ** 2 * (a + b + 1))];
    expect(Math.abs(mean - wantMean)).toBeLessThan(4.5 * Math.sqrt(wantVariance / n));
    expect(variance / wantVariance).toBeGreaterThan(0.95);
    expect(variance / wantVariance).toBeLessThan(1.05);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThanOrEqual(1);
  });
});

describe('draws of many units at once', () => {
  const rng = createRng('many at once'), draws = 20_000;
  const moments = (draw: () => number) => {
    const values = Array.from({ length: draws }, draw), mean = total(values) / draws;
    return { mean, variance: total(values.map((x) => (x - mean) ** 2)) / (draws - 1), values };
  };
  it.each([[7, 0.3], [500, 0.02], [5_000, 0.6]])('of %i units at a rate of %f have the mean and variance of a binomial', (n, rate) => {
    const { mean, variance, values } = moments(() => binomialDraw(n, rate, rng));
    const v = n * rate * (1 - rate);
    expect(Math.abs(mean - n * rate)).toBeLessThan(4 * Math.sqrt(v / draws));
    expect(variance / v).toBeCloseTo(1, 1);
    expect(values.every((x) => Number.isInteger(x) && x >= 0 && x <= n)).toBe(true);
  });
  it('hit nothing at 0 and everything at 1', () => expect([binomialDraw(1_000, 0, rng), binomialDraw(1_000, 1, rng), binomialDraw(0, 0.5, rng)]).toEqual([0, 1_000, 0]));
  it('of Gamma have its mean and variance', () => {
    const { mean, variance } = moments(() => gammaDraw(4.5, rng));
    expect(mean / 4.5).toBeCloseTo(1, 1);
    expect(variance / 4.5).toBeCloseTo(1, 1);
    expect(() => gammaDraw(0.5, rng)).toThrow(RangeError);
  });
  it.each([1, 2, 3, 200])('of %i normal values have their sums', (n) => {
    const found = Array.from({ length: draws }, () => normalSums(n, 3, 2, rng));
    expect(total(found.map(({ sum }) => sum / n)) / draws).toBeCloseTo(3, 1);
    expect(total(found.map(({ sumSquares }) => sumSquares / n)) / draws / 13).toBeCloseTo(1, 1);
    // Within each: n - 1 degrees of freedom.
    if (n > 1) expect(total(found.map(({ sum, sumSquares }) => (sumSquares - (sum * sum) / n) / (n - 1))) / draws / 4).toBeCloseTo(1, 1);
  });
});

describe('policies', () => {
  it.each(Object.keys(POLICIES))('%s: the same seed plays the same game', (name) => {
    const game = () => play(POLICIES[name]!(3), [0.2, 0.3, 0.5], 500, createRng('game'));
    expect(game()).toEqual(game());
  });

  it.each(['ucb1', 'ucbTuned', 'ucbV', 'thompson', 'thompsonBatch100'])('%s loses less than equal allocation', (name) => {
    expect(simulateRegret(POLICIES[name]!, [0.2, 0.5], 2_000, 20, createRng('less')).meanPseudoRegret).toBeLessThan(200);
  });

  it('take turns while rewards are on their way', () => {
    const policy = boundPolicy(3, ucbV);
    const rng = createRng('late');
    expect([policy.choose(rng), policy.choose(rng), policy.choose(rng)]).toEqual([0, 1, 2]);
    expect(policy.choose(rng)).toBeGreaterThanOrEqual(0);
    policy.learn(2, 1);
    expect(equalPolicy(2).choose(rng)).toBe(0);
  });

  it('for means find the higher one', () => {
    const policy = thompsonMeans(2), rng = createRng('means');
    let better = 0;
    for (let t = 0; t < 2_000; t++) {
      const chosen = policy.choose(rng);
      policy.learn(chosen, 100 + chosen + 2 * rng());
      better += chosen;
    }
    expect(better).toBeGreaterThan(1_900);
  });

  it('in batches know no more than the last batch told', () => {
    const policy = thompsonRates(2, { every: 50 }), rng = createRng('batch');
    let first = 0;
    for (let t = 0; t < 49; t++) policy.learn(1, 1);
    for (let t = 0; t < 2_000; t++) first += policy.choose(rng) === 0 ? 1 : 0;
    expect(Math.abs(first - 1_000)).toBeLessThan(120);
    policy.learn(1, 1);
    expect(policy.choose(rng)).toBe(1);
  });
});

describe('Lai and Robbins', () => {
  it('is the sum over worse arms', () => {
    expect(laiRobbinsConstant([0.3, 0.5])).toBeCloseTo(0.2 / bernoulliDivergence(0.3, 0.5), 12);
    expect(laiRobbinsConstant([0.3, 0.3])).toBe(0);
    expect(bernoulliDivergence(0, 0.5)).toBeCloseTo(Math.LN2, 12);
  });
});
