import { describe, expect, it } from 'vitest';
import { defaultHabits as habits } from '@/components/ui/format';
import type { Home } from '@/lib/home/report';
import { attentionLine, closedLine, closingLine, failuresLine, homeLine, insightsLine, movedLine } from './home-words';

const sum = (major: number, unconverted = 0) => ({ minor: major * 100, unconverted });
const none = { now: 0, before: 0 };
const quiet: Home = {
  now: '2026-06-20T12:00:00.000Z', currency: 'USD', workspace: { deals: true, colleagues: true, imports: true },
  open: { count: 37, attention: 0, attentionWorth: sum(0), worth: sum(2_100_000) }, attention: [],
  moved: { up: 0, down: 0, rows: [] }, closing: { overdue: 0, due: 0, dueWorth: sum(0), closedBefore: 0, rows: [] },
  insights: { whose: 'mine', waiting: 0, deals: 0, answered: none, rows: [] }, closed: { won: none, lost: none, wonWorth: sum(0), rows: [] }, failures: null,
};
const plain = (text: string | null) => text?.replaceAll('\u00a0', ' ');
const open = (attention: number, attentionWorth = sum(412_000)) => ({ ...quiet, open: { ...quiet.open, attention, attentionWorth } });

describe('the line of Home', () => {
  it('says first whether anything needs the reader', () => {
    expect(plain(homeLine(quiet, habits))).toBe('Nothing needs you. 37 open deals are on track.');
    expect(plain(homeLine({ ...quiet, closing: { ...quiet.closing, overdue: 2 } }, habits))).toBe('2 close dates have passed.');
    expect(plain(homeLine({ ...open(9), closing: { ...quiet.closing, overdue: 1 }, insights: { ...quiet.insights, waiting: 7 } }, habits)))
      .toBe('9 of 37 open deals need attention, 1 close date has passed, 7 insights wait for your answer.');
    expect(plain(homeLine({ ...open(1), insights: { ...quiet.insights, whose: 'anybody', waiting: 7 } }, habits))).toBe('1 of 37 open deals needs attention.');
    expect(plain(homeLine({ ...quiet, open: { ...quiet.open, count: 0 } }, habits))).toBe('No open deal is in your sight.');
    expect(plain(homeLine({ ...quiet, open: { ...quiet.open, count: 0 }, workspace: { deals: false, colleagues: false, imports: false } }, habits))).toBe('This workspace has no deals yet.');
  });
});

describe('the lines of its parts', () => {
  it('hold each count against what it is a part of, or what it was before', () => {
    expect(plain(attentionLine(open(9, sum(9_000, 2)), habits))).toBe('9,000 USD and 2 deals without an exchange rate of 2.1 M USD in open deals, the most pressing first.');
    expect(plain(movedLine({ up: 1, down: 5, rows: [] }, habits))).toBe('In the last 7 days the chance to win rose on 1 deal and fell on 5 deals, by 2 points or more.');
    expect(plain(movedLine({ up: 0, down: 1, rows: [] }, habits))).toBe('In the last 7 days the chance to win fell on 1 deal, by 2 points or more.');
    expect(plain(closingLine({ overdue: 4, due: 6, dueWorth: sum(9_500), closedBefore: 5, rows: [] }, 'USD', habits)))
      .toBe('4 close dates have passed. 6 deals, 9,500 USD, are due in the next 14 days; 5 closed in the 14 days before.');
    expect(plain(closingLine(quiet.closing, 'USD', habits))).toBe('None is due in the next 14 days; none closed in the 14 days before.');
    expect(plain(closedLine({ won: { now: 3, before: 2 }, lost: { now: 0, before: 4 }, wonWorth: sum(4_100), rows: [] }, 'USD', habits)))
      .toBe('3 won (4,100 USD) and 0 lost in the last 7 days; 2 won and 4 lost in the 7 before.');
  });

  it('speak to a rep of their own answers, to others of anybody’s', () => {
    const insights = { whose: 'mine' as const, waiting: 7, deals: 4, answered: { now: 3, before: 5 }, rows: [] };
    expect(insightsLine(insights, habits)).toBe('7 insights on 4 deals wait for your answer. 3 answers in the last 7 days, 5 in the 7 before.');
    expect(insightsLine({ ...insights, whose: 'anybody', waiting: 1, deals: 1 }, habits)).toBe('1 insight on 1 deal has no answer yet. 3 answers in the last 7 days, 5 in the 7 before.');
    expect(insightsLine({ ...insights, waiting: 0 }, habits)).toBe('You have answered every open insight. 3 answers in the last 7 days, 5 in the 7 before.');
  });

  it('speak of failures only where there are some to be seen', () => {
    expect(failuresLine(null, habits)).toBeNull();
    expect(failuresLine({ imports: { now: 0, before: 3 }, jobs: none, rows: [] }, habits)).toBeNull();
    expect(failuresLine({ imports: { now: 2, before: 1 }, jobs: { now: 1, before: 3 }, rows: [] }, habits)).toBe('2 imports and 1 job failed in the last 7 days; 4 in the 7 before.');
    expect(failuresLine({ imports: { now: 1, before: 0 }, jobs: null, rows: [] }, habits)).toBe('1 import failed in the last 7 days; none in the 7 before.');
  });
});
