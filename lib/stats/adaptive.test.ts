/** Arms whose weights follow what was seen: what holds its level there, and what does not. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adaptiveEffect, adaptiveSequence, type Epoch } from './adaptive';
import { confidenceSequence, relativeSequence } from './confidence-sequence';
import { frequentist } from './frequentist';
import type { Maybe } from './not-available';
import { createRng } from './rng';
import { merge, type ProportionSums, type Sums } from './sums';
import { playThompson, type BanditPlay } from './testing/simulated-bandit';

const have = <T>(answer: Maybe<T>): T => {
  if (!answer.available) throw new Error(answer.reason);
  return answer;
};
const rate = (n: number, conversions: number): ProportionSums => ({ metric: 'proportion', n, conversions });
const pairs = (play: BanditPlay, rng: () => number): Epoch[] => playThompson(play, rng).map(([a, b]) => [a!, b!]);
const plain = (epochs: readonly Epoch[]): [Sums, Sums] => epochs.slice(1).reduce<[Sums, Sums]>(([a, b], [c, t]) => [merge(a, c), merge(b, t)], [...epochs[0]!]);
const holds = ({ low, high }: { low: number; high: number }, truth: number): boolean => low <= truth && truth <= high;

describe('one epoch', () => {
  const arm = fc.integer({ min: 20, max: 2_000 }).chain((n) => fc.integer({ min: 1, max: n - 1 }).map((hits) => rate(n, hits)));
  it('is a comparison of two arms like any other', () => {
    fc.assert(fc.property(arm, arm, (a, b) => {
      const [ours, theirs] = [have(adaptiveSequence([[a, b]], { tuning: 1_000 })), have(confidenceSequence(a, b, { tuning: 1_000 }))];
      expect(ours.effect).toBeCloseTo(theirs.effect, 12);
      expect(ours.standardError).toBeCloseTo(theirs.standardError, 12);
    }));
  });
  it('of two arms of one size is that to the last digit of its interval, absolute and relative', () => {
    const [a, b] = [rate(1_000, 300), rate(1_000, 300 + 40)];
    expect(have(adaptiveSequence([[a, b]], { tuning: 2_000 })).low).toBeCloseTo(have(confidenceSequence(a, b, { tuning: 2_000 })).low, 10);
    expect(have(adaptiveSequence([[a, b]], { tuning: 2_000, scale: 'relative' })).high).toBeCloseTo(have(relativeSequence(a, b, { tuning: 2_000 })).high, 9);
  });
});

describe('epochs', () => {
  it('do not mix: each compares its own days (Simpson)', () => {
    // In both epochs A is better by 10 points; B got most of the units in the good one.
    const epochs: Epoch[] = [[rate(900, 180), rate(100, 10)], [rate(100, 60), rate(900, 450)]];
    expect(have(frequentist(...plain(epochs))).effect).toBeGreaterThan(0.2);
    expect(have(adaptiveEffect(epochs)).effect).toBeCloseTo(-0.1, 12);
    expect(have(adaptiveSequence(epochs)).effect).toBeCloseTo(-0.1, 12);
  });
  it('without units of an arm say nothing', () => {
    const epochs: Epoch[] = [[rate(100, 10), rate(100, 20)], [rate(0, 0), rate(100, 20)]];
    expect(have(adaptiveEffect(epochs)).epochs).toBe(1);
    expect(adaptiveEffect([[rate(10, 1), rate(0, 0)]])).toEqual({ available: false, reason: 'no_units' });
    expect(adaptiveSequence([])).toEqual({ available: false, reason: 'no_units' });
  });
});

describe('1,200 bandits', () => {
  const RUNS = 1_200;
  const plays: [string, BanditPlay][] = [
    ['arms that are equal', { rates: [0.1, 0.1], epochs: 30, unitsEach: 100, floor: 0.05 }],
    ['arms that are not', { rates: [0.1, 0.15], epochs: 30, unitsEach: 100, floor: 0.05 }],
    ['three arms, two of them compared', { rates: [0.3, 0.3, 0.3], epochs: 25, unitsEach: 80, floor: 0.05 }],
  ];
  it.each(plays)('%s: the true difference lies inside in 94% or more, at any look in 95%; plain means miss it too often', (_, play) => {
    const rng = createRng(`adaptive ${play.rates.join()}`), truth = play.rates[1]! - play.rates[0]!;
    let once = 0, always = 0, naive = 0;
    for (let run = 0; run < RUNS; run++) {
      const epochs = pairs(play, rng);
      if (holds(have(adaptiveEffect(epochs)), truth)) once++;
      if (epochs.every((__, k) => { const seen = adaptiveSequence(epochs.slice(0, k + 1), { tuning: play.epochs * play.unitsEach }); return !seen.available || holds(seen, truth); })) always++;
      if (holds(have(frequentist(...plain(epochs))), truth)) naive++;
    }
    expect(once / RUNS).toBeGreaterThanOrEqual(0.94);
    expect(always / RUNS).toBeGreaterThanOrEqual(0.95);
    expect(naive / RUNS).toBeLessThan(0.94);
  });
});
