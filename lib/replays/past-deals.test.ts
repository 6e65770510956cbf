import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DealHistory } from '@/lib/deals/history';
import { deal, mail, onDay, reply } from '@/lib/insights/testing/example-deals';
import { knowledgeAt } from './knowledge';
import { choosePastDeals } from './past-deals';

const past = (i: number, opened: number, days: number, outcome: 'won' | 'lost' | null): DealHistory => deal({
  id: `deal-${i}`, openedAt: onDay(opened), closedAt: outcome === null ? null : onDay(opened + days), outcome, amount: 1000 + i, interactions: [mail(opened + 0.5), reply(opened + days / 2)],
});
const workspaces = fc.array(fc.record({ opened: fc.integer({ min: 0, max: 300 }), days: fc.integer({ min: 0, max: 120 }), outcome: fc.constantFrom('won', 'lost', null) } as const), { minLength: 30, maxLength: 60, size: 'max' })
  .map((rows) => rows.map(({ opened, days, outcome }, i) => past(i, opened, days, outcome)));

describe('the past deals of a replay', () => {
  it('are looked at after everything that is known of the past, on days on which they were open', () => {
    fc.assert(fc.property(workspaces, fc.integer({ min: 10, max: 40 }), (histories, wanted) => {
      const chosen = choosePastDeals(histories, wanted, 'seed');
      if (!chosen) return;
      const byId = new Map(histories.map((h) => [h.id, h]));
      expect(chosen.looks.length).toBeGreaterThanOrEqual(10);
      expect(chosen.looks.length).toBeLessThanOrEqual(wanted);
      expect(new Set(chosen.looks.map(({ dealId }) => dealId)).size).toBe(chosen.looks.length);
      for (const { dealId, at } of chosen.looks) {
        const { openedAt, closedAt } = byId.get(dealId)!;
        expect(closedAt).toBeGreaterThan(chosen.cutoff);
        expect(at).toBeGreaterThanOrEqual(Math.max(chosen.cutoff, openedAt));
        expect(at).toBeLessThan(closedAt!);
      }
    }), { numRuns: 200 });
  });

  it('cannot be guessed from what the analyst is told: had they ended otherwise, it would be told the same', () => {
    let looked = 0;
    fc.assert(fc.property(workspaces, (histories) => {
      const chosen = choosePastDeals(histories, 15, 'seed');
      if (!chosen) return;
      looked += 1;
      // What happened after the cutoff happens otherwise: the outcome, the last answer, and an amount that was changed at the end.
      const otherwise = histories.map((h): DealHistory => (h.closedAt === null || h.closedAt <= chosen.cutoff ? h : {
        ...h, outcome: h.outcome === 'won' ? 'lost' : 'won', amount: 9, changes: [{ id: `change-${h.id}`, at: h.closedAt, field: 'amount', before: h.amount, after: 9 }],
        interactions: h.interactions.filter((i) => i.at <= chosen.cutoff),
      }));
      expect(choosePastDeals(otherwise, 15, 'seed')).toEqual(chosen);
      expect(knowledgeAt(chosen.cutoff, otherwise, {})).toEqual(knowledgeAt(chosen.cutoff, histories, {}));
    }), { numRuns: 60 });
    expect(looked).toBeGreaterThan(20);
  });

  it('are the same whatever the order they come in, and other ones for another seed', () => {
    const histories = Array.from({ length: 90 }, (_, i) => past(i, i * 3, 30 + (i % 7) * 5, i % 3 ? 'won' : 'lost'));
    const chosen = choosePastDeals(histories, 20, 'a');
    expect(choosePastDeals([...histories].reverse(), 20, 'a')).toEqual(chosen);
    expect(choosePastDeals(histories, 20, 'b')?.looks).not.toEqual(chosen?.looks);
    expect(chosen?.looks).toHaveLength(20);
  });

  it('are none where there are too few', () => {
    expect(choosePastDeals([], 30, 'a')).toBeNull();
    expect(choosePastDeals(Array.from({ length: 12 }, (_, i) => past(i, i * 5, 20, 'won')), 30, 'a')).toBeNull();
  });
});
