import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byArrival, lastOpenMoment, leadAsOf, type LeadFactChange, type LeadHistory } from './history';

const DAY = 86_400_000;
const lead = (given: Partial<LeadHistory> = {}): LeadHistory => ({
  id: 'l1', name: 'Dana', externalId: null, hasEmail: true, hasPhone: false, jobTitle: 'CFO', source: 'Web', company: null, account: null, ownerId: null, ownerName: null, teamId: null,
  custom: {}, state: 'new', leadAt: 10 * DAY, recordedAt: 10 * DAY, endedAt: null, outcome: null, changes: [], interactions: [], ...given,
});
const change = (day: number, field: string, before: LeadFactChange['before'], after: LeadFactChange['after']): LeadFactChange => ({ at: day * DAY, field, before, after });

describe('a lead as it was', () => {
  const converted = lead({
    state: 'converted', outcome: 'converted', endedAt: 20 * DAY, jobTitle: 'CEO', custom: { Visits: '9', Tags: 'Closed by Horizzon' },
    changes: [change(10, 'state', null, 'new'), change(12, 'state', 'new', 'working'), change(14, 'custom:Visits', '2', '9'), change(15, 'jobTitle', 'CFO', 'CEO'), change(20, 'state', 'working', 'converted'), change(20, 'custom:Tags', null, 'Closed by Horizzon')],
    interactions: [11, 19, 21].map((day) => ({ id: `i${day}`, at: day * DAY, kind: 'opened', direction: 'inbound', contactId: 'l1', subject: null, text: null })),
  });

  it('has the facts of that day, and no later one', () => {
    const early = leadAsOf(converted, 13 * DAY);
    expect(early).toMatchObject({ state: 'working', jobTitle: 'CFO', custom: { Visits: '2' }, daysOld: 3 });
    expect(early.interactions.map((i) => i.id)).toEqual(['i11']);
    const late = leadAsOf(converted, 19 * DAY);
    expect(late).toMatchObject({ jobTitle: 'CEO', custom: { Visits: '9' } });
    expect(Object.keys(late.custom)).not.toContain('Tags');
  });

  it('never says how it ended, also when looked at afterwards or when nobody knows when it did', () => {
    for (const seen of [leadAsOf(converted, 30 * DAY), leadAsOf(lead({ state: 'converted', outcome: 'converted', leadAt: null }), 30 * DAY)]) {
      expect(JSON.stringify({ ...seen, custom: {} })).not.toMatch(/converted|outcome|endedAt/);
      expect(['working', null]).toContain(seen.state);
    }
  });

  it('cannot be looked at before it came in; one of unknown date can at any time', () => {
    expect(() => leadAsOf(lead(), 9 * DAY)).toThrow(RangeError);
    expect(leadAsOf(lead({ leadAt: null }), 1)).toMatchObject({ state: 'new', daysOld: null });
  });

  it('does not depend on anything that was recorded after that day', () => {
    const value = fc.constantFrom('a', 'b', 'c', null);
    const fact = fc.record({ at: fc.integer({ min: 11, max: 40 }), field: fc.constantFrom('jobTitle', 'source', 'custom:X', 'custom:Y'), after: value });
    fc.assert(fc.property(fc.array(fact, { maxLength: 12 }), fc.integer({ min: 10, max: 41 }), (given, day) => {
      // Plays the changes forward, keeping what was known after each.
      const at = (until: number): LeadHistory => {
        const now = new Map<string, LeadFactChange['after']>([['jobTitle', 'CFO'], ['source', 'Web']]);
        const changes = [...given].sort((a, b) => a.at - b.at).filter((g) => g.at <= until).map((g) => {
          const one = change(g.at, g.field, now.get(g.field) ?? null, g.after);
          now.set(g.field, g.after);
          return one;
        });
        const custom = Object.fromEntries([...now].flatMap(([key, v]) => (key.startsWith('custom:') && v !== null ? [[key.slice(7), v]] : [])));
        return lead({ changes, custom, jobTitle: (now.get('jobTitle') ?? null) as string | null, source: (now.get('source') ?? null) as string | null });
      };
      const dropNulls = ({ custom, ...rest }: ReturnType<typeof leadAsOf>) => ({ ...rest, custom: Object.fromEntries(Object.entries(custom).filter(([, v]) => v !== null)) });
      expect(dropNulls(leadAsOf(at(Infinity), day * DAY))).toEqual(dropNulls(leadAsOf(at(day), day * DAY)));
    }));
  });
});

describe('the last open moment', () => {
  it('lies before the end; where that is not known, at the beginning', () => {
    expect(lastOpenMoment(lead(), 99 * DAY)).toBe(99 * DAY);
    expect(lastOpenMoment(lead({ outcome: 'not', endedAt: 20 * DAY }), 99 * DAY)).toBe(20 * DAY - 1);
    expect(lastOpenMoment(lead({ outcome: 'not' }), 99 * DAY)).toBe(10 * DAY);
    expect(lastOpenMoment(lead({ outcome: 'converted', leadAt: null, recordedAt: 7 }), 99 * DAY)).toBe(7);
  });
});

describe('the order of arrival', () => {
  it('is by date, else by number, and total', () => {
    const leads = [lead({ id: 'd', leadAt: 5 }), lead({ id: 'b', leadAt: null, externalId: '900' }), lead({ id: 'a', leadAt: null, externalId: '10' }), lead({ id: 'c', leadAt: null, externalId: 'x9' })];
    expect([...leads].sort(byArrival).map((l) => l.id)).toEqual(['a', 'b', 'c', 'd']);
    const any = fc.record({ id: fc.uuid(), leadAt: fc.option(fc.nat(5)), externalId: fc.option(fc.nat(20).map(String)), recordedAt: fc.nat(3) }).map(lead);
    fc.assert(fc.property(any, any, any, (a, b, c) => {
      expect(Math.sign(byArrival(a, b))).toBe(-Math.sign(byArrival(b, a)) + 0);
      if (byArrival(a, b) <= 0 && byArrival(b, c) <= 0) expect(byArrival(a, c)).toBeLessThanOrEqual(0);
    }));
  });
});
