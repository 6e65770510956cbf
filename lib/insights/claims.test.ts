import { describe, expect, it } from 'vitest';
import { asOf, type DealHistory } from '@/lib/deals/history';
import { dueAt, predict, resolveClaim, testableClaim } from '@/lib/insights/claims';
import { change, deal, mail, onDay, reply, stage } from '@/lib/insights/testing/example-deals';

const resolve = (history: DealHistory, claim: Parameters<typeof resolveClaim>[1], by: number, now: number, at = 10) => resolveClaim(history, claim, onDay(at), onDay(by), onDay(now));
const won = { outcome: 'won', closedAt: onDay(30) } as const;
const lost = { outcome: 'lost', closedAt: onDay(30) } as const;

describe('a claim is judged by what happened', () => {
  it('won and lost: by the outcome, whenever it comes; expired when it does not come in time', () => {
    expect(resolve(deal(won), 'won', 60, 40)).toBe('right');
    expect(resolve(deal(won), 'lost', 60, 40)).toBe('wrong');
    expect(resolve(deal(won), 'won', 60, 29)).toBe('pending');
    expect(resolve(deal(), 'won', 60, 60)).toBe('pending');
    expect(resolve(deal(), 'won', 60, 61)).toBe('expired');
    expect(resolve(deal(lost), 'lost', 20, 40)).toBe('right');
  });

  it('slips: pushed, or the date passed; a win in time refutes it, a loss in time tests nothing', () => {
    const due = { expectedCloseAt: onDay(31) };
    expect(resolve(deal({ ...due, ...won }), 'slips', 32, 40)).toBe('wrong');
    expect(resolve(deal({ ...due, ...lost }), 'slips', 32, 40)).toBe('not_testable');
    expect(resolve(deal(due), 'slips', 32, 31)).toBe('pending');
    expect(resolve(deal(due), 'slips', 32, 32)).toBe('right');
    expect(resolve(deal({ ...won, closedAt: onDay(35), ...due }), 'slips', 32, 40)).toBe('right');
    expect(resolve(deal({ expectedCloseAt: onDay(60), changes: [change(20, 'expectedCloseAt', onDay(31), onDay(60))] }), 'slips', 32, 25)).toBe('right');
    expect(resolve(deal({ expectedCloseAt: onDay(25), changes: [change(20, 'expectedCloseAt', onDay(31), onDay(25))] }), 'slips', 32, 25)).toBe('pending');
    expect(resolve(deal(), 'slips', 32, 40)).toBe('not_testable');
  });

  it('no reply: an answer refutes it, our own mails and opens do not', () => {
    expect(resolve(deal({ interactions: [reply(20)] }), 'no_reply', 24, 21)).toBe('wrong');
    expect(resolve(deal({ interactions: [reply(20)] }), 'no_reply', 24, 19)).toBe('pending');
    expect(resolve(deal({ interactions: [reply(25)] }), 'no_reply', 24, 40)).toBe('right');
    expect(resolve(deal({ interactions: [mail(20), mail(21, { kind: 'opened', direction: 'inbound' })] }), 'no_reply', 24, 24)).toBe('right');
    expect(resolve(deal({ ...lost, closedAt: onDay(20) }), 'no_reply', 24, 24)).toBe('right');
    expect(resolve(deal({ ...won, closedAt: onDay(20) }), 'no_reply', 24, 24)).toBe('not_testable');
  });

  it('stage advances: forward or won in time', () => {
    expect(resolve(deal({ stages: [stage(0, 1), stage(15, 2)] }), 'stage_advances', 31, 16)).toBe('right');
    expect(resolve(deal({ stages: [stage(0, 2), stage(15, 1)] }), 'stage_advances', 31, 16)).toBe('pending');
    expect(resolve(deal({ stages: [stage(0, 2), stage(15, 1)] }), 'stage_advances', 31, 31)).toBe('wrong');
    expect(resolve(deal(won), 'stage_advances', 31, 31)).toBe('right');
    expect(resolve(deal(lost), 'stage_advances', 31, 31)).toBe('wrong');
    expect(resolve(deal({ stages: [] }), 'stage_advances', 31, 31)).toBe('not_testable');
  });
});

describe('a prediction can be tested on the deal it is made of', () => {
  it('a slip needs a close date that lies ahead', () => {
    expect(testableClaim('slips', asOf(deal({ expectedCloseAt: onDay(20) }), onDay(10)))).toBe('slips');
    expect(testableClaim('slips', asOf(deal({ expectedCloseAt: onDay(20) }), onDay(20)))).toBe('lost');
    expect(testableClaim('slips', asOf(deal(), onDay(10)))).toBe('lost');
    expect(testableClaim('slips', asOf(deal({ expectedCloseAt: onDay(400) }), onDay(10)))).toBe('lost');
  });

  it('is due after today, and at most a year and a day ahead', () => {
    for (const close of [null, -400, 5, 100, 4000]) {
      const known = asOf(deal({ expectedCloseAt: close === null ? null : onDay(close) }), onDay(10));
      for (const claim of ['won', 'lost', 'slips', 'no_reply', 'stage_advances', 'none'] as const) {
        expect(dueAt(testableClaim(claim, known), known)).toBeGreaterThan(known.at);
        expect(dueAt(testableClaim(claim, known), known)).toBeLessThanOrEqual(onDay(10 + 366));
      }
    }
  });

  it('says what would make it right or wrong, with the date', () => {
    expect(predict('slips', asOf(deal({ expectedCloseAt: onDay(30) }), onDay(10)))).toEqual({
      statement: 'It will not close by 4 Feb', rightIf: 'the date is pushed, or 4 Feb passes with the deal open', wrongIf: 'it is won by 4 Feb',
      by: '2026-02-05', claim: 'slips', probability: null,
    });
  });
});
