import { describe, expect, it } from 'vitest';
import { asOf, type DealHistory } from '@/lib/deals/history';
import { applyRule } from '@/lib/insights/rules/apply';
import { RULES, ruleOf } from '@/lib/insights/rules/catalogue';
import { distributionOf } from '@/lib/insights/rules/distribution';
import { computeNorms, type Norms } from '@/lib/insights/rules/norms';
import { resolveSettings, settingsSchema, type RuleKey } from '@/lib/insights/rules/rule';
import { call, change, contact, deal, mail, meeting, NO_NORMS, note, onDay, reply, stage } from '@/lib/insights/testing/example-deals';

const dana = contact({ name: 'Dana Wu', buyingRole: 'economic_buyer' });
const ben = contact({ name: 'Ben Ode', buyingRole: 'user' });

const check = (key: RuleKey, history: DealHistory, day: number, { norms = NO_NORMS, settings = {} }: { norms?: Norms; settings?: Record<string, number> } = {}) => {
  const rule = ruleOf(key);
  return applyRule(rule, asOf(history, onDay(day)), resolveSettings(rule.settings, settings), norms);
};

const norms = (over: Partial<Norms>): Norms => ({ ...NO_NORMS, ...over });

describe('each rule fires at its threshold and not before', () => {
  const talk = deal({ contacts: [dana], interactions: [mail(1, { contactId: dana.id }), reply(3, { contactId: dana.id })] });

  it('no activity: 14 silent days', () => {
    expect(check('no_activity', talk, 16.9)).toBeNull();
    expect(check('no_activity', talk, 17)).toMatchObject({ title: 'Nothing has happened for 14 days', reason: 'nothing recorded for 14 days', magnitude: 1 });
    expect(check('no_activity', talk, 17, { settings: { days: 15 } })).toBeNull();
  });

  it('no activity: counts from the opening when nothing was ever recorded, and says so', () => {
    expect(check('no_activity', deal(), 20)?.facts[0].text).toBe('No interaction is recorded since the deal was opened on 5 Jan, 20 days ago.');
  });

  it('no activity: what mail servers report is not activity', () => {
    const bounced = deal({ interactions: [mail(1), mail(10, { kind: 'bounced' }), mail(11, { kind: 'delivered' })] });
    expect(check('no_activity', bounced, 15)).not.toBeNull();
  });

  it('ghosted: two messages unanswered, the first for 7 days', () => {
    const quiet = deal({ contacts: [dana], interactions: [mail(1), reply(3, { contactId: dana.id }), mail(5, { subject: 'Our quote', contactId: dana.id }), call(8, { contactId: dana.id })] });
    expect(check('ghosted', quiet, 11.9)).toBeNull();
    const finding = check('ghosted', quiet, 12);
    expect(finding).toMatchObject({ title: 'Gone quiet after the price was sent', reason: 'no reply for 7 days' });
    expect(finding?.facts.map((f) => f.text)).toEqual([
      'We wrote or called twice since 10 Jan without an answer.',
      'A reply from Dana Wu 9 days ago was the last we heard.',
    ]);
    expect(finding?.facts[0].evidence.map((e) => e.quote)).toEqual(['10 Jan: a mail to Dana Wu, “Our quote”', '13 Jan: a call with Dana Wu']);
  });

  it('ghosted: one message is not enough, and any answer ends it', () => {
    expect(check('ghosted', deal({ interactions: [reply(1), mail(2)] }), 30)).toBeNull();
    expect(check('ghosted', deal({ interactions: [mail(1), mail(2), meeting(29)] }), 30)).toBeNull();
    expect(check('ghosted', deal({ interactions: [mail(1), mail(2), mail(20, { kind: 'opened', direction: 'inbound' })] }), 30)).not.toBeNull();
  });

  it('ghosted: never heard from at all', () => {
    expect(check('ghosted', deal({ interactions: [mail(1), mail(4)] }), 10)).toMatchObject({ title: 'Our messages were never answered' });
  });

  it('overdue: a day after the close date, not on it', () => {
    const due = deal({ expectedCloseAt: onDay(30) });
    expect(check('overdue', due, 30.9)).toBeNull();
    expect(check('overdue', due, 31)?.facts[0].text).toBe('The close date of 4 Feb passed 1 day ago and no new one is set.');
    expect(check('overdue', deal(), 300)).toBeNull();
  });

  it('slipped: pushed twice; pulling a date in is not a push', () => {
    const pushes = [change(10, 'expectedCloseAt', onDay(30), onDay(60)), change(20, 'expectedCloseAt', onDay(60), onDay(50)), change(40, 'expectedCloseAt', onDay(50), onDay(90))];
    const history = deal({ expectedCloseAt: onDay(90), changes: pushes });
    expect(check('slipped', history, 39)).toBeNull();
    expect(check('slipped', history, 40)?.facts[0].text).toBe('The close date moved twice, from 4 Feb to 5 Apr (70 days in all), last on 14 Feb.');
  });

  it('single-threaded: fewer than two contacts after 14 days', () => {
    expect(check('single_threaded', deal({ contacts: [dana] }), 13.9)).toBeNull();
    expect(check('single_threaded', deal({ contacts: [dana] }), 14)).toMatchObject({ title: 'Everything hangs on Dana Wu', reason: 'only 1 contact' });
    expect(check('single_threaded', deal({ contacts: [dana, ben] }), 14)).toBeNull();
    expect(check('single_threaded', deal({ contacts: [dana, contact({ name: 'Late', jobTitle: null }, 20)] }), 14)).not.toBeNull();
  });

  it('no decision maker: neither by role nor by title', () => {
    expect(check('no_decision_maker', deal({ contacts: [ben] }), 20.9)).toBeNull();
    expect(check('no_decision_maker', deal({ contacts: [ben] }), 21)).not.toBeNull();
    expect(check('no_decision_maker', deal({ contacts: [ben, dana] }), 21)).toBeNull();
    expect(check('no_decision_maker', deal({ contacts: [contact({ name: 'Eve', jobTitle: 'VP Operations' })] }), 21)).toBeNull();
    // A title does not overrule the role that somebody recorded.
    expect(check('no_decision_maker', deal({ contacts: [contact({ name: 'Eve', jobTitle: 'VP Operations', buyingRole: 'blocker' })] }), 21)).not.toBeNull();
  });

  it('pricing not discussed: two texts, none about price, after 21 days', () => {
    const texts = [note(2, { text: 'Kick-off went well' }), mail(4, { subject: 'Agenda' })];
    expect(check('pricing_not_discussed', deal({ interactions: texts }), 20.9)).toBeNull();
    expect(check('pricing_not_discussed', deal({ interactions: texts }), 21)).not.toBeNull();
    expect(check('pricing_not_discussed', deal({ interactions: texts.slice(1) }), 21)).toBeNull();
    for (const text of ['They asked for a quote', 'Budget is 50k', 'Das Angebot ist raus', 'it is $ 40 each', '12000 EUR']) {
      expect(check('pricing_not_discussed', deal({ interactions: [...texts, note(5, { text })] }), 21), text).toBeNull();
    }
  });

  it('stalled: beyond the 80th percentile of won deals in that stage, never a fixed number', () => {
    // 1..21 days: the 80th percentile is 17, the median 11.
    const own = norms({ daysInStage: { 'stage-1': distributionOf(Array.from({ length: 21 }, (_, i) => i + 1)) } });
    expect(check('stalled', deal(), 17, { norms: own })).toBeNull();
    expect(check('stalled', deal(), 18, { norms: own })).toMatchObject({ title: 'Stuck in Stage 1 for 18 days', reason: 'in stage 18 days, usual 11' });
    expect(check('stalled', deal(), 18, { norms: own, settings: { percentile: 95 } })).toBeNull();
    expect(check('stalled', deal({ stages: [stage(0, 1), stage(10, 2)] }), 100, { norms: own })).toBeNull();
    expect(check('stalled', deal(), 500, { norms: norms({ daysInStage: { 'stage-1': distributionOf([1, 2, 3]) } }) })).toBeNull();
  });

  it('competitor: named, and known by then', () => {
    expect(check('competitor', deal(), 5)).toBeNull();
    expect(check('competitor', deal({ competitor: 'None' }), 5)).toBeNull();
    const history = deal({ competitor: 'Globex', changes: [change(10, 'competitor', null, 'Globex')] });
    expect(check('competitor', history, 9)).toBeNull();
    expect(check('competitor', history, 10)?.facts[0].text).toBe('Globex is recorded as a competitor since 15 Jan.');
  });

  it('value: lowered by 15% of its peak is a risk, raised by 15% of its first value an opportunity', () => {
    const to = (after: number) => deal({ amount: after, changes: [change(5, 'amount', 1000, after)] });
    expect(check('value_changed', to(851), 6)).toBeNull();
    expect(check('value_changed', to(850), 6)).toMatchObject({ title: 'Value lowered by 15%' });
    expect(check('value_changed', to(850), 4)).toBeNull();
    expect(check('value_raised', to(1149), 6)).toBeNull();
    expect(check('value_raised', to(1150), 6)).toMatchObject({ title: 'Value raised by 15%' });
    expect(check('value_changed', to(1150), 6)).toBeNull();
    // First set is not a change of value.
    expect(check('value_raised', deal({ amount: 500, changes: [change(5, 'amount', null, 500)] }), 6)).toBeNull();
  });

  it('discount: above what 80% of won deals gave; above the ceiling until that is known', () => {
    const own = norms({ discount: distributionOf(Array.from({ length: 11 }, (_, i) => i / 100)) });
    expect(check('discount', deal({ discount: 0.08 }), 5, { norms: own })).toBeNull();
    expect(check('discount', deal({ discount: 0.09 }), 5, { norms: own })?.facts[1]?.text).toBe('80% of the 11 deals won here gave 8% or less.');
    expect(check('discount', deal({ discount: 0.2 }), 5)).toBeNull();
    expect(check('discount', deal({ discount: 0.21 }), 5)?.facts[1]?.text).toContain('ceiling of 20%');
  });

  it('engaged: two answers in 14 days; decision maker active: the one who signs within 21', () => {
    const history = deal({ contacts: [dana, ben], interactions: [reply(1, { contactId: ben.id }), reply(10, { contactId: dana.id })] });
    expect(check('engaged', history, 15)).toMatchObject({ title: 'Two contacts are talking with us' });
    expect(check('engaged', history, 15.1)).toBeNull();
    expect(check('decision_maker_active', history, 31)).toMatchObject({ title: 'Dana Wu is in the conversation' });
    expect(check('decision_maker_active', history, 31.1)).toBeNull();
  });

  it('quarter end: due before it and within 21 days of it', () => {
    const due = deal({ expectedCloseAt: Date.UTC(2026, 2, 30) });
    const lastDay = (Date.UTC(2026, 3, 1) - onDay(0)) / 86_400_000;
    expect(check('quarter_end', due, lastDay - 21.1)).toBeNull();
    expect(check('quarter_end', due, lastDay - 21)).toMatchObject({ reason: 'quarter ends in 21 days' });
    expect(check('quarter_end', deal({ expectedCloseAt: Date.UTC(2026, 3, 1) }), lastDay - 21)).toBeNull();
  });
});

describe('norms', () => {
  const won = (stay: number, over: Partial<DealHistory> = {}) => deal({
    outcome: 'won', closedAt: onDay(30), stages: [stage(0, 1), stage(stay, 2), { ...stage(30, 9), kind: 'won' }], interactions: [mail(1), mail(3), reply(8)], contacts: [dana], ...over,
  });

  it('come from won deals: time in stage, pauses, time to win', () => {
    const found = computeNorms([won(10), won(20), { ...won(1), outcome: 'lost' }, deal()]);
    expect(found).toMatchObject({ closedDeals: 3, wonDeals: 2 });
    expect(found.daysInStage['stage-1']).toMatchObject({ n: 2 });
    expect([found.daysInStage['stage-1']?.grid[0], found.daysInStage['stage-1']?.grid[20]]).toEqual([10, 20]);
    expect([found.daysInStage['stage-2']?.grid[0], found.daysInStage['stage-2']?.grid[20]]).toEqual([10, 20]);
    expect([found.activityGap.n, found.activityGap.grid[0], found.activityGap.grid[20]]).toEqual([4, 2, 5]);
    expect(found.daysToWin.grid[10]).toBe(30);
    expect(found.recorded.interactions).toBe(1);
  });

  it('a workspace that records no interactions is not told that its deals went silent', () => {
    const bare = computeNorms(Array.from({ length: 12 }, () => won(10, { interactions: [] })));
    expect(check('no_activity', deal(), 60, { norms: bare })).toBeUndefined();
    expect(check('no_activity', deal({ interactions: [mail(1)] }), 60, { norms: bare })).not.toBeNull();
    expect(check('single_threaded', deal(), 60, { norms: bare })).not.toBeNull();
  });

  it('survive being stored as JSON', () => {
    const found = computeNorms([won(10), won(20)]);
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });
});

describe('settings', () => {
  it.each(RULES.map((rule) => [rule.key, rule] as const))('%s: defaults lie within their bounds', (_key, rule) => {
    expect(settingsSchema(rule.settings).safeParse({}).success).toBe(true);
    expect(settingsSchema(rule.settings).parse({})).toEqual(resolveSettings(rule.settings));
    expect(settingsSchema(rule.settings).safeParse({ unknown: 1 }).success).toBe(false);
  });

  it('what is stored out of bounds gives way to the default; an admin is told', () => {
    const { settings } = ruleOf('no_activity');
    expect(resolveSettings(settings, { days: 0 })).toEqual({ days: 14 });
    expect(resolveSettings(settings, { days: '9' })).toEqual({ days: 14 });
    expect(resolveSettings(settings, { days: 9 })).toEqual({ days: 9 });
    expect(settingsSchema(settings).safeParse({ days: 2 }).success).toBe(false);
  });
});
