import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY } from '@/lib/deals/history';
import { agreement } from '@/lib/stats/agreement';
import { createRng, randomInt } from '@/lib/stats/rng';
import { helpfulChance, reactTo, type AnsweredInsight, type Reaction } from './answers';
import { MONTHS, pastDays, type PastDeal } from './past-days';
import { ACTED_ON, COPIES, HELPFUL, UNWANTED } from './planted-answers';

const now = Date.parse('2026-11-21T07:00:00Z');
const start = Date.parse('2026-03-01T06:00:00Z');
const insight = (i: number, over: Partial<AnsweredInsight> = {}): AnsweredInsight => ({
  key: `deal ${i}`, ruleKey: i % 10 === 0 ? UNWANTED.ruleKey : 'ghosted', severity: (['low', 'medium', 'high'] as const)[i % 3]!, right: i % 2 === 0, actions: [{ type: 'call', title: 'Call them' }],
  at: start, until: start + 60 * DAY, owner: { id: 'o', name: 'Owner' }, colleague: { id: 'c', name: 'Colleague' }, ...over,
});
const month = (i: number): number => Math.floor(i / 6) % MONTHS;
const many: { insight: AnsweredInsight; month: number; reaction: Reaction }[] = Array.from({ length: 12_000 }, (_, i) => ({ insight: insight(i), month: month(i), reaction: reactTo(insight(i), month(i), 'test') }));
const own = ({ reaction }: (typeof many)[number]) => reaction.answers.find((answer) => answer.person.id === 'o');
const share = (list: typeof many, of: (one: (typeof many)[number]) => boolean): number => list.filter(of).length / list.length;
const logit = (p: number): number => Math.log(p / (1 - p));

describe('planted answers', () => {
  const all = many.filter((one) => own(one)?.kind);
  const answered = all.filter((one) => one.insight.ruleKey !== UNWANTED.ruleKey);
  it('right insights are found helpful more often, by the stated odds', () => {
    const rate = (right: boolean) => logit(share(answered.filter((one) => one.insight.right === right), (one) => own(one)!.kind === 'helpful'));
    expect(Math.abs(rate(true) - rate(false) - Math.log(HELPFUL.oddsRatioRight))).toBeLessThan(0.2);
  });

  it('helpfulness grows from month to month, slightly', () => {
    const rate = (from: number, to: number) => logit(share(answered.filter((one) => one.month >= from && one.month < to), (one) => own(one)!.kind === 'helpful'));
    expect(Math.abs((rate(6, 12) - rate(0, 6)) / 6 - Math.log(HELPFUL.oddsPerMonth))).toBeLessThan(0.035);
    expect(helpfulChance(insight(2), 11) / helpfulChance(insight(2), 0)).toBeLessThan(1.25);
  });

  it('one rule is not wanted, by the stated odds', () => {
    const rate = (unwanted: boolean) => logit(share(all.filter((one) => one.insight.right && (one.insight.ruleKey === UNWANTED.ruleKey) === unwanted), (one) => own(one)!.kind === 'helpful'));
    expect(Math.abs(rate(true) - rate(false) - Math.log(UNWANTED.oddsRatio))).toBeLessThan(0.3);
  });

  it.each(['low', 'medium', 'high'] as const)('%s insights that were seen are acted on as often as stated', (severity) => {
    const seen = many.filter((one) => one.insight.severity === severity && one.reaction.shownAt !== null);
    expect(Math.abs(share(seen, (one) => one.reaction.disposition === 'acted_on') - ACTED_ON[severity])).toBeLessThan(0.03);
  });

  it('two people agree to the stated degree', () => {
    const pairs = many.flatMap(({ reaction }) => (reaction.answers.length === 2 && reaction.answers.every((a) => a.kind) ? [reaction.answers.map((a) => a.kind)] : []));
    expect(pairs.length).toBeGreaterThan(1_000);
    // Independent second opinions share the odds of the same insight, so a little more than the copies.
    const { alpha } = agreement(pairs, createRng('pairs'))!;
    expect(Math.abs(alpha - COPIES.share)).toBeLessThan(0.1);
  });

  it('nobody does anything before the insight, after the deal ended or before seeing it', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 90 * 24 }), fc.string(), fc.constantFrom(true, false, null), (hours, key, right) => {
      const one = insight(1, { key, right, until: start + hours * (DAY / 24) + 1 });
      const { shownAt, signals, answers, disposition } = reactTo(one, 3, 'test');
      if (shownAt === null) { expect([signals, answers, disposition]).toEqual([[], [], 'open']); return; }
      for (const at of [...signals.map((s) => s.at), ...answers.flatMap((a) => [a.at, a.actedAt ?? a.at, a.dismissedAt ?? a.at])]) {
        expect(at).toBeGreaterThanOrEqual(shownAt);
        expect(at).toBeLessThan(one.until);
      }
      expect(shownAt).toBeGreaterThan(one.at);
    }));
  });
});

describe('past days', () => {
  const rng = createRng('deals');
  const deals: PastDeal[] = Array.from({ length: 3_000 }, (_, i) => {
    const openedAt = now - (20 + randomInt(rng, 420)) * DAY;
    const closedAt = openedAt + randomInt(rng, 120) * DAY;
    return { key: `k${i}`, openedAt, closedAt: closedAt < now - 50 * DAY ? closedAt : null };
  });
  const days = pastDays(deals, { seed: 'sample', now });

  it('advises on each deal at most once, on a day on which it was open, up to yesterday, some of them open today', () => {
    expect(new Set(days.map(({ deal }) => deal.key)).size).toBe(days.length);
    for (const { deal, at } of days) {
      expect(at).toBeGreaterThanOrEqual(deal.openedAt + 5 * DAY);
      expect(at).toBeLessThan(deal.closedAt ?? now);
      expect([0, 6]).not.toContain(new Date(at).getUTCDay());
    }
    expect(days.filter(({ deal }) => deal.closedAt === null).length).toBeGreaterThan(30);
    expect(days.length).toBeGreaterThan(200);
    expect(new Set(days.map(({ month }) => month)).size).toBe(MONTHS);
  });

  it('does not depend on the order of the deals', () => {
    expect(pastDays([...deals].reverse(), { seed: 'sample', now })).toEqual(days);
  });
});
