import { describe, expect, it } from 'vitest';
import { contact, contextOf, deal, mail, onDay, reply, score } from '@/lib/insights/testing/example-deals';
import type { DraftInsight } from '@/lib/insights/schema';
import { dedupeKey, validateDrafts } from '@/lib/insights/validate';

const dana = contact({ name: 'Dana Wu' });
const ben = contact({ name: 'Ben Ode', buyingRole: 'economic_buyer' });
const answer = reply(3, { contactId: dana.id });
const context = contextOf(deal({ contacts: [dana, ben], interactions: [answer, mail(5), mail(7)] }), 20);

const draft = (over: Partial<DraftInsight> = {}): DraftInsight => ({
  type: 'risk', title: 'The champion went silent', body: 'Dana has not answered.', severity: 'medium', confidence: 0.6,
  evidence: [{ kind: 'interaction', id: answer.id, quote: 'the last reply' }], actions: [],
  prediction: { statement: 'no answer', rightIf: 'none', wrongIf: 'one', by: '2026-02-20', claim: 'no_reply', probability: null }, ruleKey: null, ...over,
});
const forecast = (probability: number | null, claim: 'won' | 'lost' | 'slips' = 'won') =>
  draft({ type: 'forecast', title: 'Forecast', evidence: [{ kind: 'field', id: 'stage', quote: 'stage' }], prediction: { ...draft().prediction, claim, probability } });
const kept = (...drafts: unknown[]) => validateDrafts(drafts, context).kept;
const reasons = (...drafts: unknown[]) => validateDrafts(drafts, context).dropped.map((d) => d.reason);

describe('citations', () => {
  it('that do not resolve go, and are counted', () => {
    const { kept: [insight], unresolved } = validateDrafts([draft({ evidence: [...draft().evidence, { kind: 'deal', id: 'made-up', quote: 'x' }] })], context);
    expect(insight?.evidence).toEqual([{ kind: 'interaction', id: answer.id, quote: 'the last reply', title: 'A reply from Dana Wu', resolved: true }]);
    expect(unresolved).toEqual([{ title: 'The champion went silent', citation: 'deal:made-up' }]);
  });

  it('must resolve under their kind: an interaction is no deal', () => {
    expect(reasons(draft({ evidence: [{ kind: 'deal', id: answer.id, quote: 'x' }] }))).toEqual(['none of its citations resolves inside the context']);
  });

  it('without words get the words of their source', () => {
    expect(kept(draft({ evidence: [{ kind: 'field', id: 'amount', quote: '' }] }))[0]?.evidence[0]?.quote).toBe('48,200 USD');
  });
});

describe('the probability of a forecast', () => {
  it('is the win model’s; the analyst’s and the difference are kept and said', () => {
    const [insight] = kept(forecast(0.35));
    expect(insight).toMatchObject({ confidence: 0.62, prediction: { probability: 0.62, statement: '62% likely to be won', claim: 'won' } });
    expect(insight?.prediction.reconciled?.difference).toBeCloseTo(-0.27, 10);
    expect(insight?.body).toBe('Dana has not answered. Shown is the win model\'s 62%; the analyst said 35%.');
  });

  it('takes the claim along: what is shown as likely lost cannot be right when it is won', () => {
    const low = { ...context, score: score({ probability: 0.2, low: 0.1, high: 0.3 }) };
    const [insight] = validateDrafts([forecast(0.7)], low).kept;
    expect(insight?.prediction).toMatchObject({ claim: 'lost', rightIf: 'it closes as lost', wrongIf: 'it closes as won' });
    expect(insight?.confidence).toBe(0.8);
  });

  it('is left alone where the analyst agrees or gives none, and belongs to forecasts only', () => {
    expect(kept(forecast(0.62))[0]).toMatchObject({ body: 'Dana has not answered.', prediction: { reconciled: { difference: 0 } } });
    expect(kept(forecast(null))[0]?.prediction.reconciled).toBeNull();
    expect(kept(draft({ prediction: { ...draft().prediction, probability: 0.9 } }))[0]?.prediction).toMatchObject({ probability: null, reconciled: null });
    expect(reasons(forecast(0.5, 'slips'))).toEqual(['a forecast must claim won or lost']);
    expect(validateDrafts([forecast(0.5), forecast(0.6)], context)).toMatchObject({ kept: [{ type: 'forecast' }], dropped: [{}] });
  });
});

describe('repeats', () => {
  it('fall together, and their evidence with them', () => {
    const second = draft({ title: 'Champion went silent after 12 days', evidence: [{ kind: 'field', id: 'contacts', quote: 'one' }] });
    const [insight, ...more] = kept(draft(), second);
    expect(more).toEqual([]);
    expect(insight?.evidence.map((e) => e.id)).toEqual([answer.id, 'contacts']);
  });

  it('are known by rule, whether it is named or only cited', () => {
    expect(context.rules.map((f) => f.ruleKey)).toContain('ghosted');
    const cites = draft({ title: 'They stopped talking', evidence: [{ kind: 'rule', id: 'ghosted', quote: '' }] });
    expect(kept(cites)[0]).toMatchObject({ ruleKey: 'ghosted', dedupeKey: 'risk:ghosted' });
    expect(kept(draft({ ruleKey: 'overdue' }))[0]?.ruleKey).toBeNull();
    expect(kept(draft({ ruleKey: 'ghosted', title: 'One way to say it' }), cites)).toHaveLength(1);
  });

  it('are not made of different things', () => {
    const action = (type: 'call' | 'meeting') => ({ type, title: 'x', owner: null, dueInDays: 1, why: '' });
    const keys = [draft(), draft({ type: 'opportunity' }), draft({ title: 'Legal review is open' }), draft({ type: 'next_action', actions: [action('call')] }), draft({ type: 'next_action', actions: [action('meeting')] })].map(dedupeKey);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('nothing about a draft is trusted', () => {
  it('claims are dated from today on', () => {
    const due = (by: string) => draft({ prediction: { ...draft().prediction, by } });
    expect(onDay(20)).toBe(Date.UTC(2026, 0, 25));
    expect(reasons(due('2026-01-24'))[0]).toContain('before today');
    expect(kept(due('2026-01-25'))).toHaveLength(1);
    expect(reasons(due('2036-01-01'))[0]).toContain('too far ahead');
    expect(reasons(due('soon'))[0]).toContain('prediction.by');
  });

  it('text is cut to its cap and loses control and invisible characters', () => {
    const [insight] = kept(draft({
      title: `Silent\u0000\u202e\u{e0041} since\n\nMonday ${'x'.repeat(300)}`, body: 'y'.repeat(5000),
      actions: [{ type: 'call', title: 'z'.repeat(500), owner: 'Mo\u200bses', dueInDays: 3, why: '' }],
    }));
    expect(insight?.title).toMatch(/^Silent since Monday x+…$/);
    expect(insight?.title.length).toBe(120);
    expect(insight?.body.length).toBe(1200);
    expect(insight?.actions[0]).toMatchObject({ owner: 'Moses' });
    expect(insight?.actions[0]?.title.length).toBe(200);
  });

  it('what is no insight is dropped with the reason, the rest is kept', () => {
    const { kept: good, dropped } = validateDrafts([null, 7, 'text', [], {}, draft({ confidence: 2 }), draft({ title: '\u200b' }), draft()], context);
    expect(good).toHaveLength(1);
    expect(dropped.map((d) => d.reason).every((r) => r.startsWith('not an insight: '))).toBe(true);
    expect(dropped).toHaveLength(7);
    expect(dropped[5]?.reason).toContain('confidence');
  });
});
