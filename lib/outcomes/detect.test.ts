import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asOf, DAY, type DealHistory } from '@/lib/deals/history';
import { distributionOf } from '@/lib/insights/rules/distribution';
import { anyDeal, change, deal, onDay, stage } from '@/lib/insights/testing/example-deals';
import { detectOutcomes, type Frame } from './detect';
import { quarterOf, quarterWords } from './quarter';

const usual = { daysInStage: { 'stage-1': distributionOf([2, 4, 6, 8, 10, 12, 14, 16, 18, 20]) } };
const frame = (now: number, over: Partial<Frame> = {}): Frame => ({ now: onDay(now), zone: 'UTC', advisedAt: null, norms: { daysInStage: {} }, stalledPercentile: 80, ...over });
const kinds = (history: DealHistory, now: number, over: Partial<Frame> = {}) => detectOutcomes(history, frame(now, over)).map((f) => f.kind);

describe('what became of a deal', () => {
  it('won and lost: with days against the date expected at the first advice, else at the opening, and both amounts', () => {
    const history = deal({
      outcome: 'won', closedAt: onDay(30), amount: 120, expectedCloseAt: onDay(40),
      changes: [change(10, 'expectedCloseAt', onDay(35), onDay(40)), change(30, 'amount', 100, 120)],
    });
    expect(detectOutcomes(history, frame(31))).toMatchObject([{ kind: 'won', at: onDay(30), improvementDays: 5, expectedAmount: 100, finalAmount: 120 }]);
    expect(detectOutcomes(history, frame(31, { advisedAt: onDay(12) }))[0]).toMatchObject({ improvementDays: 10 });
    expect(detectOutcomes(history, frame(29))).toEqual([]);
    expect(detectOutcomes(deal({ outcome: 'lost', closedAt: onDay(30) }), frame(31))).toMatchObject([{ kind: 'lost', improvementDays: null }]);
  });

  it('slipped: the date passed while open, once however often it is then moved', () => {
    const late = deal({ expectedCloseAt: onDay(20) });
    expect(kinds(late, 20)).toEqual([]);
    expect(detectOutcomes(late, frame(21))).toMatchObject([{ kind: 'slipped', at: onDay(21), dedupeKey: 'slipped:passed:2026-01-25' }]);
    expect(kinds(deal({ expectedCloseAt: onDay(200), changes: [change(30, 'expectedCloseAt', onDay(20), onDay(200))] }), 40)).toEqual(['slipped']);
    expect(kinds(deal({ expectedCloseAt: onDay(20), outcome: 'won', closedAt: onDay(20) }), 40)).toEqual(['won']);
  });

  it('slipped: pushed over the end of a quarter, not within one', () => {
    const pushed = (from: number, to: number) => deal({ expectedCloseAt: onDay(to), changes: [change(10, 'expectedCloseAt', onDay(from), onDay(to))] });
    expect(detectOutcomes(pushed(60, 95), frame(11))).toMatchObject([{ kind: 'slipped', at: onDay(10), improvementDays: -35 }]);
    expect(kinds(pushed(40, 60), 11)).toEqual([]);
  });

  it('accelerated: won two weeks early, or pulled forward over the end of a quarter', () => {
    const early = (day: number) => deal({ expectedCloseAt: onDay(50), outcome: 'won', closedAt: onDay(day) });
    expect(kinds(early(36), 60)).toEqual(['accelerated', 'won']);
    expect(kinds(early(37), 60)).toEqual(['won']);
    expect(kinds(deal({ expectedCloseAt: onDay(60), changes: [change(10, 'expectedCloseAt', onDay(95), onDay(60))] }), 11)).toEqual(['accelerated']);
    // Set to a day that has gone by: a correction, and a date that passed.
    expect(kinds(deal({ expectedCloseAt: onDay(5), changes: [change(10, 'expectedCloseAt', onDay(95), onDay(5))] }), 11)).toEqual(['slipped']);
  });

  it('stalled: longer in the stage than is usual here, from that day on', () => {
    const history = deal({ stages: [stage(0, 1)] });
    expect(kinds(history, 16, { norms: usual })).toEqual([]);
    const [found] = detectOutcomes(history, frame(30, { norms: usual }));
    expect(found).toMatchObject({ kind: 'stalled', detail: { wonDeals: 10 } });
    expect((found!.at - history.openedAt) / DAY).toBeCloseTo(16.4, 5);
    expect(kinds(deal({ stages: [stage(0, 1), stage(10, 2)] }), 30, { norms: usual })).toEqual([]);
  });

  it('a deal that was closed and opened again keeps only what is so', () => {
    const reopened = deal({ expectedCloseAt: onDay(20), stages: [stage(0, 1), { ...stage(10, 9), kind: 'lost' }, stage(40, 1)] });
    expect(kinds(reopened, 50)).toEqual([]);
  });
});

/** Any deal, closed on some day or open, with facts recorded even after its closing. */
const anyHistory: fc.Arbitrary<DealHistory> = fc.tuple(anyDeal, fc.option(fc.tuple(fc.constantFrom('won' as const, 'lost' as const), fc.integer({ min: 0, max: 150 }))))
  .map(([history, end]) => ({ ...history, ...(end ? { outcome: end[0], closedAt: onDay(end[1]) } : {}) }));

describe('for any history', () => {
  const now = fc.integer({ min: -10, max: 200 });
  const full: Partial<Frame> = { norms: usual, zone: 'America/New_York' };

  it('nothing later than now is used', () => {
    fc.assert(fc.property(anyHistory, now, (history, day) => {
      const cut = onDay(day);
      if (cut < history.openedAt) return void expect(detectOutcomes(history, frame(day, full))).toEqual([]);
      const closed = history.closedAt !== null && history.closedAt <= cut;
      // What was known then, as if the rest had never been recorded.
      const known: DealHistory = { ...asOf(history, cut), stages: history.stages.filter((s) => s.at <= cut), outcome: closed ? history.outcome : null, closedAt: closed ? history.closedAt : null };
      expect(detectOutcomes(history, frame(day, full))).toEqual(detectOutcomes(known, frame(day, full)));
    }));
  });

  it('a later look finds what an earlier one found, and every fact once', () => {
    fc.assert(fc.property(anyHistory, now, now, (history, a, b) => {
      const [early, late] = [Math.min(a, b), Math.max(a, b)].map((day) => detectOutcomes(history, frame(day, full)));
      const keys = late!.map((f) => f.dedupeKey);
      expect(new Set(keys).size).toBe(keys.length);
      for (const fact of early!) expect(late).toContainEqual(fact);
      for (const fact of late!) expect(fact.at).toBeLessThanOrEqual(onDay(Math.max(a, b)));
    }));
  });
});

describe('quarters', () => {
  it('a day is that day everywhere; a moment is read in the zone of the workspace', () => {
    expect(quarterWords(quarterOf(Date.UTC(2026, 6, 1), 'America/New_York'))).toBe('Q3 2026');
    expect(quarterWords(quarterOf(Date.UTC(2026, 6, 1, 2), 'America/New_York'))).toBe('Q2 2026');
    expect(quarterWords(quarterOf(Date.UTC(2026, 11, 31, 23), 'Europe/Vienna'))).toBe('Q1 2027');
  });
});
