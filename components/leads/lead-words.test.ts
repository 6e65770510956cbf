import { describe, expect, it } from 'vitest';
import { conversionWords, eventWords, noModelWords, shownFacts, whenWords } from './lead-words';

describe('a lead in words', () => {
  it('says why there is no score', () => {
    expect(noModelWords({ converted: 3, ended: 12 }).title).toBe('No lead model yet: 12 of 50 ended leads');
    expect(noModelWords({ converted: 100, ended: 1_341 }).title).not.toContain('of 50');
    expect(noModelWords({ converted: 100, ended: 1_341 }).text).toContain('1,341 leads have ended');
  });

  it('gives the share converted with what it is a share of', () => {
    expect(conversionWords({ converted: 131, ended: 341 })).toBe('38% of the workspace’s 341 ended leads converted');
    expect(conversionWords({ converted: 0, ended: 0 })).toBeNull();
  });

  it('tells what changed', () => {
    expect(eventWords({ field: 'state', before: null, after: 'new' })).toBe('Came in');
    expect(eventWords({ field: 'state', before: 'working', after: 'qualified' })).toBe('Working → Qualified');
    expect(eventWords({ field: 'custom:Total Visits', before: 3, after: 12 })).toBe('Total Visits: 3 → 12');
    expect(eventWords({ field: 'owner', before: null, after: 'Ann' })).toBe('Owner: nobody → Ann');
  });

  it('says what is not known', () => {
    expect(whenWords({ leadAt: null, endedAt: null, state: 'converted' })).toBe('came in on a day that is not known, converted, nobody knows when');
    expect(whenWords({ leadAt: '2026-01-05T00:00:00Z', endedAt: '2026-02-01T00:00:00Z', state: 'disqualified' })).toBe('came in 5 Jan 2026, disqualified 1 Feb 2026');
    expect(whenWords({ leadAt: '2026-01-05T00:00:00Z', endedAt: null, state: 'new' })).toBe('came in 5 Jan 2026');
  });

  it('leaves empty facts out', () => {
    expect(shownFacts({ b: '', a: 0, c: null, d: ' x' })).toEqual([{ name: 'a', value: '0' }, { name: 'd', value: ' x' }]);
  });
});
