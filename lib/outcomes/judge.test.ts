import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DealHistory } from '@/lib/deals/history';
import { isoDay } from '@/lib/insights/words';
import { anyDeal, change, deal, onDay, reply, stage } from '@/lib/insights/testing/example-deals';
import { judge, type Judged } from './judge';

/** Said and shown on day 10, due on day 40. */
const said = (claim: Judged['claim'], over: Partial<Judged> = {}): Judged =>
  ({ id: 'i', claim, probability: null, by: isoDay(onDay(40)), saidAt: onDay(10), shownAt: onDay(10), actedAt: null, ...over });
const verdict = (history: DealHistory, insight: Judged, now = 100) => {
  const v = judge(history, insight, onDay(now));
  return v && [v.resolution, v.actedResult, v.reason];
};
const won = { outcome: 'won', closedAt: onDay(30) } as const;
const lost = { outcome: 'lost', closedAt: onDay(30) } as const;
const date = { expectedCloseAt: onDay(35) };
const pushed = deal({ expectedCloseAt: onDay(60), changes: [change(20, 'expectedCloseAt', onDay(35), onDay(60))] });

describe('an insight is resolved with a reason that a person understands', () => {
  it('a slip', () => {
    expect(verdict(pushed, said('slips'), 20)).toEqual(['right', null, 'You were told it would not close in time; it was pushed from 9 Feb to 6 Mar.']);
    expect(verdict(deal(date), said('slips'), 36)).toEqual(['right', null, 'You were told it would not close in time; 9 Feb passed with the deal open.']);
    expect(verdict(deal({ ...date, ...won }), said('slips'))).toEqual(['wrong', null, 'You were told it would not close in time; it was won on 4 Feb.']);
    expect(verdict(deal({ ...date, ...lost }), said('slips'))?.slice(0, 2)).toEqual(['not_testable', null]);
    expect(verdict(deal(date), said('slips'), 35)).toBeNull();
  });

  it('won, lost and a forecast', () => {
    expect(verdict(deal(lost), said('lost'))?.[0]).toBe('right');
    expect(verdict(deal(won), said('lost'))?.[0]).toBe('wrong');
    expect(verdict(deal(won), said('won', { probability: 0.62 }))).toEqual(['right', null, 'It was given 62% to be won; it was won on 4 Feb.']);
    expect(verdict(deal(), said('won'), 42)).toEqual(['expired', null, 'You were told it would be won; it was neither won nor lost by 14 Feb.']);
  });

  it('an answer, a step forward', () => {
    expect(verdict(deal({ interactions: [reply(20)] }), said('no_reply'))?.[2]).toBe('You were told the buyer would not answer by themselves; they answered on 25 Jan.');
    expect(verdict(deal(), said('no_reply'), 41)?.[0]).toBe('right');
    expect(verdict(deal({ stages: [stage(0, 1), stage(20, 2, 'Proposal')] }), said('stage_advances'))?.[2]).toBe('You were told it would move on; it moved to Proposal on 25 Jan.');
    expect(verdict(deal(), said('stage_advances'), 41)?.[0]).toBe('wrong');
  });

  it('what predicts nothing stands until the deal is closed', () => {
    expect(verdict(deal(), said('none'))).toBeNull();
    expect(verdict(deal(won), said('none'))).toEqual(['not_testable', null, 'It predicted nothing that could be tested.']);
  });

  it('a warning that was acted on in time is averted, or came true all the same', () => {
    const acted = { actedAt: onDay(15) };
    expect(verdict(deal(won), said('lost', acted))?.slice(0, 2)).toEqual(['not_testable', 'averted']);
    expect(verdict(deal(lost), said('lost', acted))?.slice(0, 2)).toEqual(['right', 'came_true']);
    expect(verdict(deal({ interactions: [reply(20)] }), said('no_reply', acted))?.slice(0, 2)).toEqual(['not_testable', 'averted']);
    expect(verdict(pushed, said('slips', acted))?.slice(0, 2)).toEqual(['right', 'came_true']);
    // Too late, no warning, or a forecast, which is held to its chance.
    expect(verdict(deal(won), said('lost', { actedAt: onDay(31) }))?.slice(0, 2)).toEqual(['wrong', null]);
    expect(verdict(deal(lost), said('won', acted))?.slice(0, 2)).toEqual(['wrong', null]);
    expect(verdict(deal(won), said('lost', { ...acted, probability: 0.3 }))?.slice(0, 2)).toEqual(['wrong', null]);
  });

  it('nobody is credited or blamed for what was seen when it had happened', () => {
    expect(verdict(deal(lost), said('lost', { shownAt: onDay(31) }))?.slice(0, 2)).toEqual(['not_testable', null]);
  });
});

it('once decided it stays so, whenever one looks', () => {
  const claims = fc.constantFrom<Judged['claim']>('won', 'lost', 'slips', 'no_reply', 'stage_advances', 'none');
  const end = fc.option(fc.tuple(fc.constantFrom('won' as const, 'lost' as const), fc.integer({ min: 11, max: 150 })));
  const day = fc.integer({ min: 10, max: 220 });
  fc.assert(fc.property(anyDeal, end, claims, day, day, fc.option(day), (history, closing, claim, a, b, actedOn) => {
    const whole: DealHistory = { ...history, ...(closing ? { outcome: closing[0], closedAt: onDay(closing[1]) } : {}) };
    const insight = said(claim, { actedAt: actedOn === null ? null : onDay(actedOn) });
    const [early, late] = [judge(whole, insight, onDay(Math.min(a, b))), judge(whole, insight, onDay(Math.max(a, b)))];
    if (early && early.resolution !== 'expired') expect(late).toEqual(early);
    if (early) expect(early.at).toBeLessThanOrEqual(onDay(Math.min(a, b)));
    if (closing && closing[1] <= Math.max(a, b)) expect(late).not.toBeNull();
  }));
});
