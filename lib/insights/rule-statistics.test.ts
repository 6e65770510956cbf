import { describe, expect, it } from 'vitest';
import { asOf, DAY, type DealHistory } from '@/lib/deals/history';
import { findConditions, topReason } from '@/lib/insights/findings';
import { landmarksOf } from '@/lib/insights/landmark';
import { computeRuleStatistics, judge, recordWords } from '@/lib/insights/rule-statistics';
import { ruleOf } from '@/lib/insights/rules/catalogue';
import { computeNorms } from '@/lib/insights/rules/norms';
import { change, contact, deal, mail, NO_NORMS, onDay, reply } from '@/lib/insights/testing/example-deals';

const count = (hits: number, n: number) => ({ hits, n });
const none = count(0, 0);
const verdictOf = (inIt: [number, number], without: [number, number], polarity: 'risk' | 'opportunity' = 'risk') => {
  const { verdict, muted } = judge(polarity, { with: count(...inIt), without: count(...without), claim: none }, {});
  return [verdict, muted];
};

/** `n` deals of 20 days, the first `won` of them won. */
const closed = (n: number, won: number, over: (i: number) => Partial<DealHistory> = () => ({})): DealHistory[] =>
  Array.from({ length: n }, (_, i) => deal({ closedAt: onDay(20), outcome: i < won ? 'won' : 'lost', ...over(i) }));

describe('the record of a rule', () => {
  it('is 12 of 41 won in it against 58 of 100 otherwise, counted from the deals', () => {
    const histories = [...closed(41, 12, () => ({ competitor: 'Globex' })), ...closed(100, 58)];
    const statistic = computeRuleStatistics(histories).rules.competitor;
    expect(statistic).toMatchObject({ with: { hits: 12, n: 41 }, without: { hits: 58, n: 100 }, claim: { hits: 29, n: 41 }, verdict: 'predictive', muted: false });
    // By hand: 12/41 - 58/100; Wilson 0.17609..0.44479 and 0.48206..0.67202; Newcombe -0.28732 - hypot(0.11659, 0.09202) and + hypot(0.15211, 0.09794).
    expect(statistic?.comparison?.difference).toBeCloseTo(-0.28732, 4);
    expect(statistic?.comparison?.low).toBeCloseTo(-0.43584, 4);
    expect(statistic?.comparison?.high).toBeCloseTo(-0.1064, 4);
    expect(recordWords(ruleOf('competitor'), statistic ?? null)).toBe('Of 41 past deals here with a competitor recorded, 12 were won (29%, else 58%).');
  });

  it('is plain JSON, the same under the same seed, another under another', () => {
    const histories = closed(60, 30, (i) => ({ interactions: [reply(i % 9), reply(9), mail(15)] }));
    const first = computeRuleStatistics(histories, {}, 'a');
    expect(JSON.parse(JSON.stringify(first))).toEqual(first);
    expect(computeRuleStatistics([...histories].reverse(), {}, 'a').rules.no_activity).toEqual(first.rules.no_activity);
    expect(computeRuleStatistics(histories, {}, 'b').rules.engaged).not.toEqual(first.rules.engaged);
  });

  it('leaves out open deals and those closed the moment they were opened', () => {
    const found = computeRuleStatistics([deal(), deal({ closedAt: onDay(0), outcome: 'won' }), ...closed(3, 1)]);
    expect(found).toMatchObject({ closedDeals: 4, judgedDeals: 3 });
  });

  it('never sees what came after the look: facts of the closing day change nothing', () => {
    const plainDeals = closed(80, 40);
    const withLateFacts = plainDeals.map((d) => ({
      ...d, competitor: 'Globex', changes: [change(20, 'competitor', null, 'Globex')], interactions: [reply(20)], contacts: [],
    }));
    expect(computeRuleStatistics(withLateFacts).rules.competitor?.with.n).toBe(0);
    expect(computeRuleStatistics(withLateFacts).rules.engaged?.with.n).toBe(0);
  });
});

describe('landmarks', () => {
  it('lie on open days, before the closing, whatever the seed', () => {
    const [history] = closed(1, 1);
    for (let i = 0; i < 200; i++) {
      for (const at of landmarksOf(history!, `seed ${i}`, 3, 5)?.moments ?? []) {
        expect(at).toBeGreaterThanOrEqual(history!.openedAt);
        expect(at).toBeLessThan(history!.closedAt!);
        expect((at - history!.openedAt) % DAY).toBe(0);
      }
    }
  });

  it('cover a life evenly: no look is drawn to the outcome', () => {
    const days = closed(2000, 1000).map((h) => ((landmarksOf(h, 'x', 1, 5)?.moments[0] ?? 0) - h.openedAt) / DAY);
    expect(Math.min(...days)).toBe(0);
    expect(Math.max(...days)).toBe(19);
    expect(days.reduce((a, b) => a + b, 0) / days.length).toBeCloseTo(9.5, 0);
  });
});

describe('a rule that does not tell won from lost mutes itself', () => {
  it('with too few cases it says how many, and is not muted', () => {
    expect(verdictOf([0, 4], [50, 100])).toEqual(['too_few', false]);
    expect(verdictOf([0, 9], [50, 100])).toEqual(['too_few', false]);
    const statistic = judge('risk', { with: count(1, 4), without: count(50, 100), claim: none }, {});
    expect(recordWords(ruleOf('competitor'), statistic)).toBe('Only 4 past deals had this.');
  });

  it('from 30 cases on, a difference that may be nothing mutes it', () => {
    expect(verdictOf([15, 29], [50, 100])).toEqual(['unproven', false]);
    expect(verdictOf([15, 30], [50, 100])).toEqual(['unproven', true]);
    const statistic = judge('risk', { with: count(15, 30), without: count(50, 100), claim: none }, {});
    expect(recordWords(ruleOf('competitor'), statistic)).toMatch(/15 were won \(50%, else 50%\): difference 0 points, .*may be chance, so it is muted here\.$/);
  });

  it('in the wrong direction it mutes itself at once', () => {
    expect(verdictOf([12, 12], [40, 100])).toEqual(['opposite', true]);
    expect(verdictOf([12, 12], [40, 100], 'opportunity')).toEqual(['predictive', false]);
  });

  it('when nearly every deal had it there is nothing to compare with', () => {
    expect(verdictOf([50, 100], [2, 5])).toEqual(['no_contrast', true]);
    expect(verdictOf([50, 100], [0, 0])).toEqual(['no_contrast', true]);
    expect(verdictOf([5, 12], [2, 5])).toEqual(['too_few', false]);
  });

  it('a muted finding stays, last and silent, and does not silence the rule that it supersedes', () => {
    const people = [contact({ name: 'Dana Wu', buyingRole: 'economic_buyer' }), contact({ name: 'Ben Ode' })];
    const history = deal({ interactions: [mail(1), mail(2)], contacts: people, competitor: 'Globex' });
    const past = [...closed(60, 30, () => ({ competitor: 'Globex' })), ...closed(60, 30)];
    const statistics = computeRuleStatistics(past);
    expect(statistics.rules.competitor).toMatchObject({ verdict: 'unproven', muted: true });
    const findings = findConditions(asOf(history, onDay(40)), {}, NO_NORMS, statistics);
    expect(findings.map((f) => [f.ruleKey, f.muted])).toEqual([['ghosted', false], ['competitor', true]]);
    expect(topReason(findings)).toBe('no reply for 39 days');
    expect(topReason(findings.filter((f) => f.muted))).toBeNull();
    const ghostMuted = { ...statistics, rules: { ghosted: { ...statistics.rules.competitor!, settings: { days: 7, messages: 2 } } } };
    expect(findConditions(asOf(history, onDay(40)), {}, NO_NORMS, ghostMuted).map((f) => f.ruleKey)).toContain('no_activity');
  });

  it('figures counted for another threshold are not quoted', () => {
    const statistics = computeRuleStatistics(closed(60, 30, () => ({ interactions: [mail(0)] })));
    const stored = { no_activity: { enabled: true, settings: { days: 5 } } };
    const [finding] = findConditions(asOf(deal({ interactions: [mail(1)] }), onDay(30)), stored, computeNorms([]), statistics);
    expect(finding).toMatchObject({ ruleKey: 'no_activity', statistic: null, record: 'Past deals are not counted yet for the changed setting.' });
  });

  it('a rule switched off is not heard', () => {
    expect(findConditions(asOf(deal(), onDay(30)), { no_activity: { enabled: false, settings: {} } }, NO_NORMS, null).map((f) => f.ruleKey)).not.toContain('no_activity');
  });
});
