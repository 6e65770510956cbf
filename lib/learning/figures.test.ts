import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '@/lib/stats/rng';
import { clusterSums } from '@/lib/stats/clustered-rates';
import { calibrationOf, type ForecastCell } from './calibration';
import { causalOf, type AdvisedDeal } from './effect';
import { labelCurveOf, learnGoodness, type Labelled } from './label-curve';
import { meanMeasure, rateMeasure } from './measures';
import { periodOf } from './period';
import { actionResults } from './results';
import type { Measure } from './schema';
import { activitySince, dailyPeople, peopleByDay, retentionOf, timeToAction } from './use';

const NOW = new Date('2026-11-24T10:00:00Z'); // a Tuesday
const contains = ({ value, low, high }: Pick<Measure, 'value' | 'low' | 'high'>) => value === null || low === null || high === null || (low <= value + 1e-9 && value <= high + 1e-9);
const explained = ({ value, low, why }: Measure) => (value !== null && low !== null) || (why !== null && why !== '');

describe('period', () => {
  it('has one of the same length before it, that ends where it begins', () => {
    const day = fc.integer({ min: 0, max: 3000 }).map((n) => new Date(Date.UTC(2020, 0, 1) + n * 86_400_000).toISOString().slice(0, 10));
    fc.assert(fc.property(day, day, (a, b) => {
      const { from, to, before } = periodOf({ period: '90', from: a, to: b }, NOW);
      expect(from!.getTime() - before!.getTime()).toBe(to.getTime() - from!.getTime());
      expect(to > from!).toBe(true);
      expect(periodOf({ period: '30', from: b, to: a }, NOW).from).toEqual(from);
    }));
  });
  it('says what it is', () => {
    expect(periodOf({ period: '30' }, NOW)).toMatchObject({ words: 'the last 30 days', beforeWords: 'the 30 days before', from: new Date('2026-10-25T10:00:00Z') });
    expect(periodOf({ period: 'all' }, NOW)).toMatchObject({ from: null, before: null, to: NOW });
    expect(periodOf({ period: '90', to: '2026-11-01' }, NOW)).toMatchObject({ from: null, to: new Date('2026-11-02T00:00:00Z') });
  });
});

describe('measures', () => {
  const clusters = fc.array(fc.tuple(fc.integer({ min: 1, max: 8 }), fc.double({ min: 0, max: 1, noNaN: true })).map(([n, p]) => ({ n, hits: Math.round(n * p) })), { maxLength: 30 });
  it('hold their value, count what they were given, and are compared or say why not', () => {
    fc.assert(fc.property(clusters, clusters, (now, before) => {
      for (const make of [rateMeasure, meanMeasure]) {
        const measure = make(clusterSums(now), clusterSums(before), { none: 'Nothing.', before: 'the month before' });
        expect(contains(measure)).toBe(true);
        expect(explained(measure)).toBe(true);
        expect(measure.n).toBe(now.reduce((sum, c) => sum + c.n, 0));
        expect(measure.compared !== null || measure.whyNotCompared !== null || measure.why !== null).toBe(true);
        if (measure.compared) expect(measure.compared.difference).toBeCloseTo(measure.value! - measure.compared.value, 10);
      }
    }));
  });
});

describe('calibration', () => {
  const cell = fc.record({ deal: fc.integer({ min: 0, max: 25 }), bin: fc.integer({ min: 0, max: 9 }), n: fc.integer({ min: 1, max: 4 }), won: fc.boolean() })
    .map(({ deal, bin, n, won }): ForecastCell => { const p = bin / 10 + 0.05; return { deal, bin, n, said: n * p, won: won ? n : 0, squared: n * (p - (won ? 1 : 0)) ** 2 }; });
  it('counts each forecast in one bin, and its intervals hold its values', () => {
    fc.assert(fc.property(fc.array(cell, { minLength: 1, maxLength: 60 }), (cells) => {
      const { bins, brier, ece } = calibrationOf(cells, createRng('x'));
      expect(bins.reduce((sum, bin) => sum + bin.n, 0)).toBe(cells.reduce((sum, c) => sum + c.n, 0));
      for (const measure of [...bins, brier, ece]) expect(contains(measure)).toBe(true);
      for (const bin of bins) expect(bin.said >= bin.from && bin.said <= bin.to).toBe(true);
      expect(brier.value!).toBeGreaterThanOrEqual(0);
    }), { numRuns: 30 });
  });
  it('finds nothing wrong with what comes true as often as it was said', () => {
    const rng = createRng('calibrated');
    const cells = Array.from({ length: 1000 }, (_, deal): ForecastCell => { const p = rng(); const won = rng() < p ? 1 : 0; return { deal, bin: Math.floor(p * 10), n: 1, said: p, won, squared: (p - won) ** 2 }; });
    const { ece, brier, constant } = calibrationOf(cells, createRng('x'));
    expect(ece.low).toBeLessThan(0.02);
    expect(brier.value).toBeCloseTo(1 / 6, 1);
    expect(constant).toBeCloseTo(0.25, 2);
    expect(brier.compared!.high).toBeLessThan(0);
  });
});

describe('use', () => {
  const days = (person: string, ...list: string[]) => list.map((day) => ({ person, day }));
  it('counts people a day without gaps', () => {
    const active = [...days('a', '2026-11-24', '2026-11-23'), ...days('b', '2026-11-24', '2026-10-20')];
    const bars = peopleByDay(active, NOW);
    expect(bars).toHaveLength(30);
    expect([bars[0]!.day, bars[29], bars[28]]).toEqual(['2026-10-26', { day: '2026-11-24', people: 2 }, { day: '2026-11-23', people: 1 }]);
    expect(dailyPeople(active, NOW)).toMatchObject({ value: 0.1, low: null, compared: { value: 1 / 30 } });
  });
  it('follows people from a week whose next one is over', () => {
    // Weeks from Monday: 2 Nov and 9 Nov can be followed; 16 Nov not, its next one is running.
    expect(retentionOf([...days('a', '2026-11-04', '2026-11-10'), ...days('b', '2026-11-08'), ...days('c', '2026-11-17', '2026-11-24')], NOW)).toMatchObject({ n: 3, value: 1 / 3, groups: 2 });
    expect(retentionOf(days('c', '2026-11-17'), NOW).value).toBeNull();
    expect(activitySince(NOW) <= new Date('2026-09-21T00:00:00Z')).toBe(true);
  });
  it('the median of the hours lies in its interval', () => {
    fc.assert(fc.property(fc.array(fc.record({ deal: fc.integer({ min: 0, max: 20 }), hours: fc.double({ min: 0, max: 900, noNaN: true }) }), { maxLength: 80 }), (delays) => {
      const measure = timeToAction(delays);
      expect(contains(measure) && explained(measure)).toBe(true);
      expect(measure.n).toBe(delays.length);
    }));
  });
});

describe('results', () => {
  it('compare actions only where both sides have ten deals, and judge them together', () => {
    const found = actionResults([{ action: 'call', insights: 30, takenN: 30, takenWon: 25, otherN: 40, otherWon: 16 }, { action: 'email', insights: 9, takenN: 9, takenWon: 9, otherN: 90, otherWon: 1 }, { action: 'odd', insights: 1, takenN: 20, takenWon: 10, otherN: 20, otherWon: 10 }]);
    expect(found.map((a) => [a.action, a.difference === null])).toEqual([['call', false], ['email', true], ['other', false]]);
    expect(found[0]!.falseDiscovery).toBeLessThan(0.01);
    expect(found[2]!.falseDiscovery).toBeCloseTo(1, 6);
    for (const { taken, notTaken } of found) expect(contains(taken) && contains(notTaken)).toBe(true);
  });
  it('never give an effect without held-out deals', () => {
    const advised: AdvisedDeal[] = Array.from({ length: 60 }, (_, i) => ({ acted: i % 2 === 0, won: i % 3 !== 0, days: 10 + i }));
    const given = { share: 0, assigned: { shown: 900, heldOut: 0 }, units: [], advised, won: { minor: 5_000_000, deals: 40, unconverted: 0 }, currency: 'USD' };
    for (const share of [0, 0.1]) {
      const causal = causalOf({ ...given, share });
      expect(causal).toMatchObject({ winRate: null, velocity: null, dealsNeeded: null, why: expect.stringMatching(/held out/) as string, revenue: { attributedMinor: null, why: causal.why } });
      expect(causal.naive).toMatchObject({ nActed: 30, nNotActed: 30 });
      expect(causal.explanation).toBeTruthy();
    }
  });
});

describe('label curve', () => {
  const rows = (n: number, seed: string, teach: boolean): Labelled[] => {
    const rng = createRng(seed);
    return Array.from({ length: n }, (_, i) => { const rule = `r${Math.floor(rng() * 6)}`; return { deal: `d${Math.floor(i / 2)}`, type: 'risk', rule, good: rng() < (teach ? (rule < 'r3' ? 0.9 : 0.1) : 0.5) }; });
  };
  it('rises where rules differ, and stays at nothing where they do not', () => {
    const [taught, chance] = [labelCurveOf(rows(800, 'a', true), createRng('c')), labelCurveOf(rows(800, 'b', false), createRng('c'))];
    expect(taught.points.at(-1)!.score).toBeGreaterThan(0.5);
    expect(taught.points[0]!.score).toBeLessThan(taught.points.at(-1)!.score);
    expect(chance.points.at(-1)!.low).toBeLessThan(0.02);
    for (const { score, low, high } of [...taught.points, ...chance.points]) expect(low <= score && score <= high).toBe(true);
    expect(taught.gain!.low).toBeLessThanOrEqual(taught.gain!.value);
  });
  it('says what is missing while there are few', () => expect(labelCurveOf(rows(40, 'a', true), createRng('c'))).toMatchObject({ points: [], gain: null, why: expect.stringContaining('60') as string }));
  it('draws a rule that was never seen towards its type', () => {
    const chance = learnGoodness(rows(400, 'a', true));
    expect(chance({ type: 'risk', rule: 'new' })).toBeCloseTo(chance({ type: 'risk', rule: null }), 10);
    expect(chance({ type: 'risk', rule: 'r0' })).toBeGreaterThan(0.8);
  });
});
