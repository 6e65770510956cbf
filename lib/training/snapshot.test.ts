/** No field of a snapshot is later than its moment, whatever came afterwards. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asOf, type DealHistory } from '@/lib/deals/history';
import type { SimilarDeal } from '@/lib/insights/context';
import { anyDeal, call, change, contact, contextOf, deal, mail, note, onDay, reply, stage } from '@/lib/insights/testing/example-deals';
import { dealSnapshot, type DealSnapshot } from './schema';
import { engagementOf, snapshotOf } from './snapshot';

/** A plan lies ahead: the only date that may. */
const PLANNED = new Set(['expected_close_date']);
const MOMENT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

function momentsIn(value: unknown, key = ''): number[] {
  if (typeof value === 'string') return MOMENT.test(value) && !PLANNED.has(key) ? [Date.parse(value)] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, v]) => momentsIn(v, Array.isArray(value) ? key : name));
}

const CANARY = 'FROM-THE-FUTURE';
const similar: SimilarDeal[] = [-30, -1, 5, 400].map((day, i) => ({ id: `s${i}`, name: 'Past', account: null, product: null, amount: 1, outcome: 'won', closedAt: onDay(day), daysOpen: 3, similarity: 0.5, reasons: [] }));

/** What may still happen to a deal after `at`, each fact with its time, all of it marked. */
const anyFuture = (day: number) => fc.record({
  moves: fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 3 }), closed: fc.option(fc.constantFrom('won' as const, 'lost' as const)),
  amount: fc.integer({ min: 1, max: 9e6 }), close: fc.integer({ min: 1, max: 300 }), said: fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 4 }),
}).map(({ moves, closed, amount, close, said }) => (before: DealHistory): DealHistory => {
  const now = asOf(before, onDay(day));
  const later = (d: number) => day + d + 0.001;
  const person = contact({ name: `${CANARY} person`, jobTitle: CANARY }, later(1));
  const times = [...said].sort((a, b) => a - b);
  return {
    ...before,
    stages: [...before.stages.filter((s) => s.at <= onDay(day)), ...[...moves].sort((a, b) => a - b).map((d) => stage(later(d), 3, CANARY)), ...(closed ? [{ ...stage(later(220), 9, CANARY), kind: closed }] : [])],
    changes: [
      ...before.changes.filter((c) => c.at <= onDay(day)),
      change(later(1), 'amount', now.amount, amount), change(later(2), 'expectedCloseAt', now.expectedCloseAt, onDay(later(close))), change(later(3), 'competitor', now.competitor, CANARY), change(later(4), 'discount', now.discount, 0.77),
    ],
    amount, expectedCloseAt: onDay(later(close)), competitor: CANARY, discount: 0.77,
    interactions: [...before.interactions.filter((i) => i.at <= onDay(day)), ...times.map((d) => reply(later(d), { text: CANARY, subject: CANARY, contactId: person.id }))],
    contacts: [...before.contacts.filter((c) => c.addedAt <= onDay(day)), person],
    closedAt: closed ? onDay(later(220)) : null, outcome: closed,
  };
});

const anyCase = fc.integer({ min: 0, max: 120 }).chain((day) => fc.tuple(fc.constant(day), anyDeal, anyFuture(day)));

describe('a snapshot', () => {
  it('holds nothing later than its moment, and says what was known then', () => {
    fc.assert(fc.property(anyCase, ([day, past, future]) => {
      const at = onDay(day);
      const history = future(past);
      const snapshot = snapshotOf(contextOf(history, day, { similar }));
      expect(dealSnapshot.parse(snapshot)).toEqual(snapshot);
      for (const moment of momentsIn(snapshot)) expect(moment).toBeLessThanOrEqual(at);
      expect(JSON.stringify(snapshot)).not.toContain(CANARY);
      // Every value is the one that asOf gives.
      const known = asOf(history, at);
      expect(snapshot).toMatchObject({
        value: known.amount, discount: known.discount, competitor_presence: known.competitor !== null, times_pushed: known.slips, as_of: new Date(at).toISOString(),
        days_in_stage: known.daysInStage === null ? null : Math.round(known.daysInStage * 10) / 10, expected_close_date: known.expectedCloseAt === null ? null : new Date(known.expectedCloseAt).toISOString().slice(0, 10),
        stage_since: known.stage && new Date(known.stage.at).toISOString(),
      } satisfies Partial<DealSnapshot>);
      expect(snapshot.contacts).toHaveLength(known.contacts.length);
      expect(snapshot.interactions).toHaveLength(Math.min(12, known.interactions.length));
      expect(snapshot.similar_deals.every((s) => Date.parse(s.closed_at) < at)).toBe(true);
    }), { numRuns: 300 });
  });

  it('is the same whatever comes afterwards', () => {
    fc.assert(fc.property(anyCase, ([day, past, future]) => {
      const cut = { ...past, stages: past.stages.filter((s) => s.at <= onDay(day)), interactions: past.interactions.filter((i) => i.at <= onDay(day)), contacts: past.contacts.filter((c) => c.addedAt <= onDay(day)) };
      expect(snapshotOf(contextOf(future(past), day))).toEqual(snapshotOf(contextOf(cut, day)));
    }), { numRuns: 200 });
  });

  it('has room for what matters only: the latest interactions, texts cut', () => {
    const many = deal({ interactions: Array.from({ length: 40 }, (_, i) => mail(i, { subject: `mail ${i}`, text: 'long '.repeat(5_000) })) });
    const { interactions } = snapshotOf(contextOf(many, 50));
    expect(interactions[0]!.text).toMatch(/^mail 39: /);
    expect(interactions).toHaveLength(12);
    expect(JSON.stringify(interactions).length).toBeLessThan(12_000);
  });
});

describe('engagement', () => {
  const of = (interactions: DealHistory['interactions'], day = 60) => engagementOf(asOf(deal({ interactions }), onDay(day)));
  it('is judged by what the buyer said, and when', () => {
    expect(of([])).toBe('none');
    expect(of([mail(55), call(58), note(59)])).toBe('low');
    expect(of([reply(40)])).toBe('medium');
    expect(of([reply(10), reply(20), reply(50)])).toBe('high');
    expect(of([reply(10), reply(12), reply(14)])).toBe('low');
  });
});
