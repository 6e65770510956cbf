import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asOf, type DealHistory } from '@/lib/deals/history';
import { computeActionStatistics } from '@/lib/insights/action-statistics';
import { analyse } from '@/lib/insights/analyst';
import { contextHash, type SimilarDeal } from '@/lib/insights/context';
import { topReason } from '@/lib/insights/findings';
import { citable } from '@/lib/insights/quotes';
import { computeRuleStatistics, judge } from '@/lib/insights/rule-statistics';
import { computeNorms } from '@/lib/insights/rules/norms';
import { anyDeal, change, contact, contextOf, deal, mail, meeting, NO_NORMS, note, onDay, reply, score, stage } from '@/lib/insights/testing/example-deals';
import { validateDrafts } from '@/lib/insights/validate';

const dana = contact({ name: 'Dana Wu', buyingRole: 'economic_buyer' });
const ben = contact({ name: 'Ben Ode', buyingRole: 'champion' });
const quiet = deal({
  contacts: [dana, ben], expectedCloseAt: onDay(60),
  interactions: [mail(1), reply(11, { contactId: dana.id }), mail(13, { subject: 'Our quote', contactId: dana.id }), mail(16, { contactId: dana.id })],
});
const ghostRecord = judge('risk', { with: { hits: 12, n: 41 }, without: { hits: 580, n: 1000 }, claim: { hits: 30, n: 40 } }, { days: 7, messages: 2 });
const record = { seed: 'x', closedDeals: 1041, judgedDeals: 1041, rules: { ghosted: ghostRecord } };

const similar = (id: string, outcome: SimilarDeal['outcome'], daysOpen: number, closed = 0): SimilarDeal =>
  ({ id, name: `Deal ${id}`, account: 'Acme', product: 'GTX Pro', amount: 1000, outcome, closedAt: onDay(closed), daysOpen, similarity: 0.9, reasons: ['same product'] });

describe('the built-in analyst', () => {
  it('names the people, the days and the record', () => {
    const risk = analyse(contextOf(quiet, 20, { ruleStatistics: record }))[0];
    expect(risk).toMatchObject({
      type: 'risk', title: 'Gone quiet after the price was sent', severity: 'high', ruleKey: 'ghosted',
      body: 'We wrote or called twice since 18 Jan without an answer. A reply from Dana Wu 9 days ago was the last we heard. Of 41 past deals here that left 2 or more messages unanswered for 7 days or more, 12 were won (29%, else 58%).',
      prediction: { claim: 'no_reply', by: '2026-02-08', rightIf: 'no answer arrives by 8 Feb' },
    });
    // 30 of 40 came true, with four deals' worth of doubt.
    expect(risk?.confidence).toBeCloseTo(32 / 44, 10);
    expect(risk?.actions[0]).toMatchObject({ type: 'call', title: 'Call Dana Wu (economic buyer)', owner: 'Moses Frase' });
    expect(risk?.evidence.map((e) => e.kind)).toEqual(['interaction', 'interaction', 'interaction', 'rule']);
  });

  it('forecasts once, with the model’s number, interval and causes', () => {
    const drivers = [
      { feature: 'quarterEnd', label: 'Quarter end', direction: '+' as const, effect: 0.05, value: 'quarter end in 12 days' },
      { feature: 'slips', label: 'Close date moved', direction: '-' as const, effect: -0.04, value: 'close date moved twice' },
    ];
    const forecasts = analyse(contextOf(quiet, 20, { score: score({ drivers }) })).filter((d) => d.type === 'forecast');
    expect(forecasts).toHaveLength(1);
    expect(forecasts[0]).toMatchObject({
      title: 'Likely to be won: 62% (53 to 71%)',
      body: 'The win model gives 62%, with an interval of 53 to 71%; the average here is 63%. For it: quarter end in 12 days. Against it: close date moved twice.',
      prediction: { claim: 'won', probability: 0.62 },
    });
    expect(forecasts[0]?.evidence.map((e) => e.id)).toContain('expectedCloseAt');
  });

  it('says when the data has no signal, and when there is not enough history', () => {
    const forecastOf = (over: Parameters<typeof score>[0]) => analyse(contextOf(quiet, 20, { score: score(over) })).find((d) => d.type === 'forecast')?.body;
    expect(forecastOf({ signal: 'none' })).toContain('The data has no signal: nothing that is recorded separates the 6,711 closed deals here into won and lost');
    expect(forecastOf({ signal: 'none', n: 37 })).toContain('Not enough history yet: 37 of 50 closed deals; until then the number leans on the average of all workspaces.');
  });

  it('says what is missing when nothing is known', () => {
    const drafts = analyse(contextOf(deal({ amount: null }), 5));
    expect(drafts.map((d) => d.type)).toEqual(['next_action', 'forecast']);
    expect(drafts[0]).toMatchObject({
      title: 'Record the conversations, the contacts, the close date and the amount',
      body: 'After 5 days there is no interaction recorded since 5 Jan, no contact recorded, no close date set and no amount recorded. Conditions that rest on them cannot be judged for this deal.',
      prediction: { claim: 'none' },
    });
  });

  it('sees opportunities: people who answer, drivers above the average, the pace of similar wins', () => {
    const lively = deal({ contacts: [dana, ben], expectedCloseAt: onDay(60), interactions: [reply(15, { contactId: ben.id }), meeting(18, { contactId: dana.id })] });
    const titles = analyse(contextOf(lively, 20)).filter((d) => d.type === 'opportunity').map((d) => d.title);
    expect(titles).toHaveLength(2);
    expect(titles).toContain('Two contacts are talking with us');
    const wins = ['a', 'b', 'c'].map((id, i) => similar(id, 'won', 30 + i * 10));
    const pace = analyse(contextOf(quiet, 20, { similar: [...wins, similar('d', 'lost', 5)] })).find((d) => d.type === 'opportunity');
    expect(pace).toMatchObject({ body: '3 similar deals were won after 30 to 50 days, half of them within 40 days; this one is at 20 days. The closest is alike in: same product.' });
    expect(pace?.evidence.map((e) => e.id)).toEqual(['a', 'b', 'c']);
    expect(analyse(contextOf(quiet, 45, { similar: wins })).filter((d) => d.title.startsWith('On pace'))).toEqual([]);
  });

  it('keeps silent about a muted rule', () => {
    const muted = { ...record, rules: { ghosted: { ...ghostRecord, verdict: 'unproven' as const, muted: true } } };
    const context = contextOf(quiet, 20, { ruleStatistics: muted });
    expect(context.rules.map((f) => [f.ruleKey, f.muted])).toContainEqual(['ghosted', true]);
    expect(analyse(context).filter((d) => d.ruleKey === 'ghosted')).toEqual([]);
  });

  it('never compares with a deal that closed later', () => {
    const context = contextOf(quiet, 20, { similar: [similar('past', 'won', 10, 19), similar('future', 'won', 10, 21)] });
    expect(context.similar.map((s) => s.id)).toEqual(['past']);
    expect(citable(context).has('deal:future')).toBe(false);
  });

  it('gives at most six words for the table', () => {
    expect(topReason(contextOf(quiet, 20, { ruleStatistics: record }).rules)).toBe('no reply for 7 days');
    expect(topReason(contextOf(deal(), 1).rules)).toBeNull();
  });
});

describe('for any deal, at any moment', () => {
  const past = Array.from({ length: 120 }, (_, i) => deal({
    outcome: i % 3 ? 'won' : 'lost', closedAt: onDay(40 + (i % 30)), discount: (i % 20) / 100, contacts: i % 2 ? [dana, ben] : [dana],
    stages: [stage(0, 1), stage(10 + (i % 15), 2)], interactions: [mail(1), reply(2 + (i % 5)), note(8, { text: i % 4 ? 'quote sent' : 'kick-off' }), mail(15), mail(20 + (i % 9))],
  }));
  const known = { norms: computeNorms(past), ruleStatistics: computeRuleStatistics(past), actionStatistics: computeActionStatistics(past) };
  const anyMoment = fc.integer({ min: 0, max: 130 });
  const anyScore = fc.record({ probability: fc.double({ min: 0.01, max: 0.99, noNaN: true }), signal: fc.constantFrom('none' as const, 'weak' as const, 'present' as const), n: fc.constantFrom(0, 12, 900) });
  const shared = fc.constantFrom(known, { norms: NO_NORMS, ruleStatistics: null, actionStatistics: null });

  it('what the analyst says passes validation whole: nothing dropped, every citation resolves', () => {
    fc.assert(fc.property(anyDeal, anyMoment, anyScore, shared, (history, day, s, workspace) => {
      const context = contextOf(history, day, { ...workspace, score: score(s), similar: ['a', 'b', 'c', 'd'].map((id) => similar(id, 'won', 40, -1)) });
      const drafts = analyse(context);
      const { kept, dropped, unresolved } = validateDrafts(drafts, context);
      expect(dropped).toEqual([]);
      expect(unresolved).toEqual([]);
      expect(kept.map((k) => [k.title, k.body])).toEqual(drafts.map((d) => [d.title, d.body]));
      expect(drafts.filter((d) => d.type === 'forecast')).toHaveLength(1);
      expect(drafts.length).toBeLessThanOrEqual(7);
      expect((topReason(context.rules) ?? '').split(' ').length).toBeLessThanOrEqual(6);
      expect(context.rules.every((f) => f.reason.split(' ').length <= 6)).toBe(true);
      expect(analyse(context)).toEqual(drafts);
    }), { numRuns: 200 });
  });

  it('nothing that happens after the moment changes what is said of it', () => {
    const later = (history: DealHistory, day: number): DealHistory => ({
      ...history,
      amount: 1, expectedCloseAt: onDay(day + 300), competitor: 'Future Corp', discount: 0.99, ownerId: 'member-2',
      closedAt: onDay(day + 50), outcome: 'won',
      changes: [
        ...history.changes,
        change(day + 1, 'amount', history.amount, 1), change(day + 1, 'expectedCloseAt', history.expectedCloseAt, onDay(day + 300)),
        change(day + 2, 'competitor', history.competitor, 'Future Corp'), change(day + 2, 'discount', history.discount, 0.99), change(day + 2, 'owner', history.ownerId, 'member-2'),
      ],
      interactions: [...history.interactions, reply(day + 1, { text: 'future' })],
      contacts: [...history.contacts, contact({ name: 'Future Boss', buyingRole: 'economic_buyer' }, day + 1)],
      stages: [...history.stages, stage(day + 1, 9), { ...stage(day + 50, 10), kind: 'won' }],
    });
    fc.assert(fc.property(anyDeal, fc.integer({ min: 121, max: 200 }), (history, day) => {
      const now = contextOf(history, day, known);
      const hindsight = contextOf(later(history, day), day, known);
      expect(contextHash(hindsight)).toBe(contextHash(now));
      expect(analyse(hindsight)).toEqual(analyse(now));
    }), { numRuns: 100 });
    // And the moments inside the history: cutting it there gives the same as asking for that moment.
    fc.assert(fc.property(anyDeal, anyMoment, (history, day) => {
      const at = asOf(history, onDay(day));
      const cut: DealHistory = { ...history, ...at, closedAt: null, outcome: null, stages: at.stages };
      expect(analyse(contextOf(cut, day, known))).toEqual(analyse(contextOf(history, day, known)));
    }), { numRuns: 100 });
  });

  it('the hash is the same for equal contexts however their keys are ordered, and another for another', () => {
    const context = contextOf(quiet, 20);
    expect(contextHash(Object.fromEntries(Object.entries(context).reverse()) as typeof context)).toBe(contextHash(context));
    expect(contextHash(context)).toMatch(/^[0-9a-f]{64}$/);
    expect(contextHash({ ...context, currency: 'EUR' })).not.toBe(contextHash(context));
    expect(contextHash(JSON.parse(JSON.stringify(context)))).toBe(contextHash(context));
  });
});
