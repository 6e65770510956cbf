import { describe, expect, it } from 'vitest';
import { overdueDays, pointsSince, rankWords, signed, stayTone } from './deal-words';

const now = '2026-06-20T12:00:00.000Z';

describe('words of a deal', () => {
  it('says where it ranks without claiming what was not counted', () => {
    expect([0, 0.04, 0.31, 0.68, 0.97, 1].map(rankWords)).toEqual([
      'lower than nearly all open deals', 'lower than nearly all open deals', 'higher than 3 of 10 open deals', 'higher than 7 of 10 open deals',
      'higher than nearly all open deals', 'higher than nearly all open deals',
    ]);
  });

  it('counts the change between the numbers that are shown', () => {
    expect(pointsSince(0.624, 0.616)).toBe(0);
    expect(pointsSince(0.626, 0.574)).toBe(6);
    expect(pointsSince(0.5, null)).toBeNull();
    expect([6, -4, 0].map(signed)).toEqual(['+6', '−4', '0']);
  });

  it('calls only an open deal overdue, and only after a day', () => {
    const at = (expectedCloseAt: string | null, status = 'open') => overdueDays({ status, expectedCloseAt }, now);
    expect([at('2026-06-10T00:00:00.000Z'), at('2026-06-20T00:00:00.000Z'), at('2026-07-01T00:00:00.000Z'), at(null), at('2026-06-10T00:00:00.000Z', 'won')])
      .toEqual([10, null, null, null, null]);
  });

  it('holds a stay against the usual, when there is one', () => {
    expect([stayTone(11, 11), stayTone(18, 11), stayTone(23, 11), stayTone(99, null)]).toEqual(['neutral', 'caution', 'risk', 'neutral']);
  });
});
