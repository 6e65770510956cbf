/** What must hold of every engine that compares two arms: swapping them turns the answer round, the unit of measurement does not matter, more of a difference is never less of one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bayesianRates, rateDecision } from './bayesian-beta';
import { bayesianNormal, expectedGain } from './bayesian-normal';
import { confidenceSequence, leastSoFar, plainSequence, relativeSequence, stoppingVerdict, type Sides } from './confidence-sequence';
import { cupedEffect, cupedSequence } from './cuped';
import { effectOf } from './effect';
import { frequentist, pooledZ, unpooledZ } from './frequentist';
import type { Maybe } from './not-available';
import { createRng } from './rng';
import { coin, everWrong, fill, skewed, withPast } from './testing/simulated-experiment';
import { addOutcome, noCuped, type CupedSums, type MeanSums, type ProportionSums, type Sums } from './sums';

const have = <T>(answer: Maybe<T>): T => {
  if (!answer.available) throw new Error(answer.reason);
  return answer;
};
const rate = (n: number, conversions: number): ProportionSums => ({ metric: 'proportion', n, conversions });
/** Rates with spread on both sides. */
const rates = fc.record({ n: fc.integer({ min: 3, max: 5_000 }), share: fc.double({ min: 0.01, max: 0.99, noNaN: true }) })
  .map(({ n, share }) => rate(n, Math.min(n - 1, Math.max(1, Math.round(n * share)))));
const means = fc.record({ n: fc.integer({ min: 3, max: 2_000 }), mean: fc.double({ min: 1, max: 50, noNaN: true }), sd: fc.double({ min: 0.5, max: 20, noNaN: true }) })
  .map(({ n, mean, sd }): MeanSums => ({ metric: 'mean', n, sum: n * mean, sumSquares: (n - 1) * sd ** 2 + n * mean ** 2 }));
const arms: fc.Arbitrary<[Sums, Sums]> = fc.oneof(fc.tuple(rates, rates), fc.tuple(means, means));
const scaled = (sums: MeanSums, k: number): MeanSums => ({ ...sums, sum: sums.sum * k, sumSquares: sums.sumSquares * k * k });

describe('arms swapped', () => {
  it('turn every absolute answer round', () => {
    fc.assert(fc.property(arms, ([a, b]) => {
      const [f, g] = [have(frequentist(a, b)), have(frequentist(b, a))];
      expect(g.low).toBeCloseTo(-f.high, 9);
      expect(g.pValue).toBeCloseTo(f.pValue, 12);
      const [s, t] = [have(confidenceSequence(a, b)), have(confidenceSequence(b, a))];
      expect(t.low).toBeCloseTo(-s.high, 9);
      expect(t.pValue).toBeCloseTo(s.pValue, 12);
      const [p, q] = [have(bayesianNormal(a, b, { scale: 'absolute' })), have(bayesianNormal(b, a, { scale: 'absolute' }))];
      expect(q.chanceToBeatControl).toBeCloseTo(1 - p.chanceToBeatControl, 12);
      expect(q.lossIfControl).toBeCloseTo(p.lossIfTreatment, 9);
    }));
  });

  it('turn the exact answer round', () => {
    fc.assert(fc.property(rates, rates, (a, b) => {
      const [A, B] = [{ n: a.n, hits: a.conversions }, { n: b.n, hits: b.conversions }];
      const [p, q] = [rateDecision(A, B), rateDecision(B, A)];
      expect(q.chanceToBeatControl).toBeCloseTo(1 - p.chanceToBeatControl, 11);
      expect(q.lossIfControl).toBeCloseTo(p.lossIfTreatment, 11);
      const lower = rateDecision(A, B, { inverse: true });
      expect([lower.chanceToBeatControl, lower.lossIfControl]).toEqual([expect.closeTo(1 - p.chanceToBeatControl, 11), expect.closeTo(p.lossIfTreatment, 11)]);
    }), { numRuns: 30 });
  });
});

describe('the unit of measurement', () => {
  it('scales absolute answers and leaves relative ones', () => {
    fc.assert(fc.property(means, means, fc.double({ min: 0.01, max: 1000, noNaN: true }), (a, b, k) => {
      const [f, g] = [have(frequentist(a, b)), have(frequentist(scaled(a, k), scaled(b, k)))];
      expect(g.effect / k).toBeCloseTo(f.effect, 7);
      expect(g.pValue).toBeCloseTo(f.pValue, 7);
      const [r, s] = [have(frequentist(a, b, { scale: 'relative' })), have(frequentist(scaled(a, k), scaled(b, k), { scale: 'relative' }))];
      expect([s.effect, s.low, s.high]).toEqual([expect.closeTo(r.effect, 7), expect.closeTo(r.low, 7), expect.closeTo(r.high, 7)]);
      const [x, y] = [have(relativeSequence(a, b)), have(relativeSequence(scaled(a, k), scaled(b, k)))];
      if (Number.isFinite(x.low)) expect(y.low).toBeCloseTo(x.low, 6);
    }));
  });
});

describe('a larger difference', () => {
  it('is likelier to be one, by every engine', () => {
    fc.assert(fc.property(fc.integer({ min: 30, max: 3_000 }), fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 20 }), (n, at, more) => {
      const base = 1 + Math.floor(((n - 24) * at) / 200);
      const [a, b, c] = [rate(n, base), rate(n, base), rate(n, Math.min(n - 1, base + more))];
      expect(have(bayesianNormal(a, c, { scale: 'absolute' })).chanceToBeatControl).toBeGreaterThan(have(bayesianNormal(a, b, { scale: 'absolute' })).chanceToBeatControl);
      const exact = (t: ProportionSums) => rateDecision({ n, hits: base }, { n, hits: t.conversions });
      expect(exact(c).chanceToBeatControl).toBeGreaterThan(exact(b).chanceToBeatControl);
      expect(exact(c).lossIfControl).toBeGreaterThan(exact(b).lossIfControl);
      expect(have(pooledZ({ n, hits: base }, { n, hits: c.conversions })).pValue).toBeLessThan(1);
    }), { numRuns: 30 });
  });
});

describe('two rates, exactly', () => {
  it('gives 0.982 where the relative normal approximation gives 0.967', () => {
    expect(bayesianRates({ n: 1000, hits: 100 }, { n: 1000, hits: 130 }).chanceToBeatControl).toBeCloseTo(0.98217, 5);
    expect(have(bayesianNormal(rate(1000, 100), rate(1000, 130))).chanceToBeatControl).toBeCloseTo(0.96728, 4);
  });

  it('answers at the edges, where normal approximations have nothing to say', () => {
    const none = bayesianRates({ n: 20, hits: 0 }, { n: 20, hits: 0 });
    expect(none.chanceToBeatControl).toBeCloseTo(0.5, 12);
    expect(none.uplift.mean).toBeNull();
    expect(none.difference.low).toBeCloseTo(-none.difference.high, 9);
    expect(bayesianRates({ n: 0, hits: 0 }, { n: 0, hits: 0 }).difference.high).toBeCloseTo(1 - Math.sqrt(0.05), 9);
    expect(bayesianRates({ n: 30, hits: 30 }, { n: 30, hits: 0 }, { prior: { alpha: 0.5, beta: 0.5 } }).chanceToBeatControl).toBeLessThan(1e-12);
  });

  it('has losses whose difference is the difference of the means', () => {
    fc.assert(fc.property(rates, rates, (a, b) => {
      const all = rateDecision({ n: a.n, hits: a.conversions }, { n: b.n, hits: b.conversions });
      expect(all.lossIfControl - all.lossIfTreatment).toBeCloseTo((1 + b.conversions) / (2 + b.n) - (1 + a.conversions) / (2 + a.n), 10);
    }), { numRuns: 40 });
  });
});

describe('the normal posterior', () => {
  it('is the same belief on either scale, from a prior on either', () => {
    fc.assert(fc.property(means, means, fc.double({ min: -0.2, max: 0.2, noNaN: true }), fc.double({ min: 0.05, max: 1, noNaN: true }), (a, b, mean, sd) => {
      const base = Math.abs(have(effectOf(a, b, 'absolute')).controlMean);
      const relative = have(bayesianNormal(a, b, { scale: 'absolute', prior: { kind: 'normal', mean, sd } }));
      const absolute = have(bayesianNormal(a, b, { scale: 'absolute', prior: { kind: 'normal', mean: mean * base, sd: sd * base, scale: 'absolute' } }));
      expect(absolute.mean).toBeCloseTo(relative.mean, 9);
      expect(absolute.sd).toBeCloseTo(relative.sd, 9);
    }));
  });

  it('gains what it gains: E max(D, 0) - E max(-D, 0) = mean, far in the tails too', () => {
    fc.assert(fc.property(fc.double({ min: -5, max: 5, noNaN: true }), fc.double({ min: 0.01, max: 3, noNaN: true }), (mean, sd) => {
      expect(expectedGain(mean, sd) - expectedGain(-mean, sd)).toBeCloseTo(mean, 9);
    }));
    expect(expectedGain(-20, 1)).toBeGreaterThan(0);
  });
});

describe('what cannot be compared', () => {
  it.each([
    [rate(0, 0), rate(10, 3), 'no_units'],
    [rate(10, 0), rate(10, 3), 'zero_variance'],
    [rate(10, 10), rate(10, 10), 'zero_variance'],
    [{ metric: 'mean', n: 1, sum: 2, sumSquares: 4 } as MeanSums, { metric: 'mean', n: 2, sum: 2, sumSquares: 4 } as MeanSums, 'one_unit'],
    [{ metric: 'mean', n: 4, sum: 0, sumSquares: 4 } as MeanSums, { metric: 'mean', n: 4, sum: 2, sumSquares: 4 } as MeanSums, 'zero_control_mean'],
  ] as const)('%j against %j says why: %s', (a: Sums, b: Sums, reason) => {
    for (const answer of [frequentist(a, b, { scale: 'relative' }), bayesianNormal(a, b), plainSequence(a, b, {}, 'relative')]) expect(answer).toEqual({ available: false, reason });
  });

  it.each([
    [rate(0, 0), rate(10, 3), 'no_units'],
    [rate(10, 10), rate(10, 10), 'zero_variance'],
    [rate(1, 1), rate(10, 3), 'one_unit'],
    [rate(10, 0), rate(10, 3), 'zero_control_mean'],
  ] as const)('by the sequence, %j against %j: %s', (a: Sums, b: Sums, reason) => expect(relativeSequence(a, b)).toEqual({ available: false, reason }));

  it('is said of z tests too', () => {
    expect(pooledZ({ n: 5, hits: 0 }, { n: 5, hits: 0 })).toEqual({ available: false, reason: 'zero_variance' });
    expect(unpooledZ({ n: 0, hits: 0 }, { n: 5, hits: 0 })).toEqual({ available: false, reason: 'no_units' });
  });
});

describe('the sequence', () => {
  it('excludes nought exactly when p is below alpha, on every side', () => {
    fc.assert(fc.property(arms, fc.constantFrom<Sides>('both', 'greater', 'less'), fc.constantFrom(0.01, 0.05, 0.1), fc.integer({ min: 50, max: 20_000 }), ([a, b], sides, alpha, tuning) => {
      const seen = have(confidenceSequence(a, b, { sides, alpha, tuning }));
      expect(seen.low > 0 || seen.high < 0).toBe(seen.pValue < alpha);
      expect(seen.multiplier).toBeGreaterThan(sides === 'both' ? 1.6 : 1.2);
    }));
  });

  it('decides the same on the relative scale, and holds the effect seen', () => {
    fc.assert(fc.property(arms, ([a, b]) => {
      const [absolute, relative] = [have(confidenceSequence(a, b)), have(relativeSequence(a, b))];
      expect(relative.pValue).toBe(absolute.pValue);
      expect(relative.low).toBeLessThanOrEqual(relative.effect);
      expect(relative.high).toBeGreaterThanOrEqual(relative.effect);
      if (Number.isFinite(relative.low)) expect([relative.low > 0, relative.high < 0]).toEqual([absolute.low > 0, absolute.high < 0]);
    }));
  });

  it('of a control below nought has its sign right', () => {
    const [a, b]: [MeanSums, MeanSums] = [{ metric: 'mean', n: 5_000, sum: -20_000, sumSquares: 100_000 }, { metric: 'mean', n: 5_000, sum: -15_000, sumSquares: 70_000 }];
    const seen = have(relativeSequence(a, b));
    expect(seen.effect).toBeCloseTo(0.25, 12);
    expect([seen.low > 0.1, seen.high < 0.4]).toEqual([true, true]);
  });

  it.each([
    ['rates, relative', coin(0.1), { scale: 'relative', tuning: 1_000 }],
    ['rates, one unit in ten in the treatment', coin(0.1), { scale: 'absolute', tuning: 500, every: 10 }],
    ['revenue, one unit in ten in the treatment', skewed(100, 1.5) as unknown as ReturnType<typeof coin>, { scale: 'absolute', tuning: 1_000, every: 10 }],
  ] as const)('finds a difference that is not there in at most 5 of 100 tests, looked at after every unit, where the plain one finds more: %s', (name, source, { scale, ...look }) => {
    const peek = (sequence?: (a: Sums, b: Sums, options: object) => ReturnType<typeof plainSequence>) => everWrong(source, source, { units: 1_500, runs: 300, scale, ...look, sequence }, createRng(name));
    expect(peek()).toBeLessThanOrEqual(0.05);
    expect(peek((a, b, options) => plainSequence(a, b, options, scale))).toBeGreaterThan(0.05);
  });

  it('has an answer when one arm has no spread yet, and none is needed of it', () => {
    const seen = have(confidenceSequence(rate(500, 0), rate(500, 60)));
    expect(seen.low).toBeGreaterThan(0);
  });

  it('lends spread to arms of different size, and is the plain one when they are of one size', () => {
    fc.assert(fc.property(arms, ([a, b]) => {
      const [own, safe] = [have(plainSequence(a, b)), have(confidenceSequence(a, b))];
      expect(safe.effect).toBeCloseTo(own.effect, 12);
      expect(safe.standardError).toBeGreaterThanOrEqual(own.standardError * (1 - 1e-12));
    }));
    const [a, b] = [rate(400, 80), rate(400, 20)];
    expect(confidenceSequence(a, b)).toEqual(plainSequence(a, b));
  });

  it('of an adjusted effect is narrower, and relative to the control it decides alike', () => {
    const source = withPast(0), rng = createRng('cuped sequence');
    for (let run = 0; run < 50; run++) {
      const [a, b] = [fill(source, 60, rng), fill(withPast(1), 50, rng)];
      const [plain, adjusted, relative] = [have(confidenceSequence(a, b)), have(cupedSequence(a, b)), have(cupedSequence(a, b, { scale: 'relative' }))];
      expect(adjusted.halfWidth).toBeLessThan(plain.halfWidth);
      expect(relative.pValue).toBe(adjusted.pValue);
      if (Number.isFinite(relative.low)) expect([relative.low > 0, relative.high < 0]).toEqual([adjusted.low > 0, adjusted.high < 0]);
      expect(relative.effect).toBeCloseTo(have(cupedEffect(a, b, { scale: 'relative' })).effect, 12);
    }
  });

  it('keeps the least p, and says what may be said', () => {
    expect([0.4, 0.03, 0.2].reduce<number | null>(leastSoFar, null)).toBe(0.03);
    expect(stoppingVerdict({ low: 0.01, high: 0.2 })).toBe('better');
    expect(stoppingVerdict({ low: 0.01, high: 0.2 }, { inverse: true })).toBe('worse');
    expect(stoppingVerdict({ low: -0.2, high: -0.01 })).toBe('worse');
    expect(stoppingVerdict({ low: -0.2, high: 0.03 }, { worthwhile: 0.05 })).toBe('no_worthwhile_gain');
    expect(stoppingVerdict({ low: 0.01, high: 0.03 }, { worthwhile: 0.05 })).toBe('no_worthwhile_gain');
    expect(stoppingVerdict({ low: -0.2, high: 0.1 }, { worthwhile: 0.05 })).toBe('go_on');
    expect(stoppingVerdict({ low: -Infinity, high: Infinity })).toBe('go_on');
  });
});

describe('CUPED', () => {
  const units = fc.array(fc.record({ pre: fc.integer({ min: -50, max: 50 }), noise: fc.integer({ min: -50, max: 50 }) }), { minLength: 6, maxLength: 60 });
  const arm = (list: readonly { pre: number; noise: number }[], slope: number, lift: number): CupedSums =>
    list.reduce((sums, { pre, noise }) => addOutcome(sums, { pre, post: 200 + lift + slope * pre + noise }), noCuped());

  it('does not care where the past has its nought', () => {
    fc.assert(fc.property(units, units, fc.integer({ min: -100, max: 100 }), (x, y, shift) => {
      const moved = (list: typeof x) => list.map(({ pre, noise }) => ({ pre: pre + shift, noise: noise - shift }));
      const [plain, other] = [cupedEffect(arm(x, 1, 0), arm(y, 1, 3)), cupedEffect(arm(moved(x), 1, 0), arm(moved(y), 1, 3))];
      expect(other.available).toBe(plain.available);
      if (plain.available && other.available) expect([other.effect, other.standardError]).toEqual([expect.closeTo(plain.effect, 6), expect.closeTo(plain.standardError, 6)]);
    }));
  });

  it('says why it cannot adjust', () => {
    const flat = [1, 2, 3, 4].map((noise) => ({ pre: 7, noise }));
    expect(cupedEffect(arm(flat, 1, 0), arm(flat, 1, 0))).toEqual({ available: false, reason: 'no_spread_before' });
  });

  it('takes away what the past explains', () => {
    const list = Array.from({ length: 400 }, (_, i) => ({ pre: (i * 37) % 101 - 50, noise: (i * 53) % 29 - 14 }));
    const effect = have(cupedEffect(arm(list, 1, 0), arm(list, 1, 5)));
    expect(effect.effect).toBeCloseTo(5, 9);
    expect(effect.varianceTaken).toBeGreaterThan(0.85);
  });

  it('has the same relative error by either gradient when both arms have the same past', () => {
    const list = Array.from({ length: 50 }, (_, i) => ({ pre: (i * 37) % 101 - 50, noise: (i * 53) % 29 - 14 }));
    const [full, partial] = (['full', 'partial'] as const).map((gradient) => have(cupedEffect(arm(list, 1, 0), arm(list, 1, 5), { scale: 'relative', gradient })));
    expect(full!.standardError).toBeCloseTo(partial!.standardError, 12);
  });
});
