import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advisedDeals, countInsights, delaysToAction, forecastCells, type AnswersAlike, type InsightsAlike, type When } from './counts';

const when = fc.constantFrom<When>('before', 'in', 'after', null);
const version = { prompt: fc.constantFrom('1', '2'), provider: fc.constantFrom('builtin', 'anthropic'), model: fc.constantFrom('w1', null) };
const about = fc.array(fc.record({ deal: fc.integer({ min: 1, max: 8 }), waited: fc.integer({ min: -5, max: 90 }).map((days) => days * 86_400_000), chance: fc.option(fc.double({ min: 0, max: 1, noNaN: true })) }), { minLength: 1, maxLength: 6 });
const row = fc.record({
  ...version, type: fc.constantFrom('risk', 'forecast'), simulated: fc.boolean(), claim: fc.constantFrom('won', 'lost', 'stage_advances', ''), own: fc.boolean(), acted: fc.boolean(),
  resolution: fc.constantFrom('right', 'wrong', 'not_testable', 'pending'), actedResult: fc.constantFrom('averted', 'came_true', null), shown: when, resolved: when, month: fc.constantFrom('2026-09-01', '2026-10-01'), about,
}).map(({ about: list, month, ...rest }): InsightsAlike => ({
  ...rest, month: rest.resolved === 'in' ? month : null, end: (['won', 'lost', null] as const)[list[0]!.deal % 3]!,
  deals: list.map(({ deal }) => deal - (deal % 3) + (list[0]!.deal % 3)), waited: list.map(({ waited }) => waited), chances: list.map(({ chance }) => chance),
}));
const single = ({ deals, waited, chances, ...rest }: InsightsAlike): InsightsAlike[] => deals.map((deal, at) => ({ ...rest, deals: [deal], waited: [waited[at]!], chances: [chances[at]!] }));
const total = (sums: readonly { n: number }[]) => sums.reduce((sum, { n }) => sum + n, 0);

describe('counts over insights', () => {
  it('are the same whether insights that are alike come together or one by one, in any order', () => {
    fc.assert(fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
      const apart = rows.flatMap(single).reverse();
      const rounded = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (_key, part: unknown) => (typeof part === 'number' ? Number(part.toFixed(9)) : part)));
      const byVersion = (counts: ReturnType<typeof countInsights>) => ({ ...counts, choices: [], versions: counts.versions.map((v) => JSON.stringify(rounded(v))).sort(), accuracy: counts.accuracy.map((s) => JSON.stringify(s)).sort(), actedOn: counts.actedOn.map((s) => JSON.stringify(s)).sort(), actionRate: counts.actionRate.map((s) => JSON.stringify(s)).sort() });
      expect(byVersion(countInsights(apart, [], {}))).toEqual(byVersion(countInsights(rows, [], {})));
      expect(rounded(forecastCells(apart))).toEqual(rounded(forecastCells(rows)));
      expect(advisedDeals(apart).map((deal) => JSON.stringify(deal)).sort()).toEqual(advisedDeals(rows).map((deal) => JSON.stringify(deal)).sort());
    }));
  });

  it('split accuracy whole by month, by version and by whose rule it was, and keep what was acted on apart', () => {
    fc.assert(fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
      const counts = countInsights(rows, [], {});
      const accuracy = counts.accuracy.filter((sum) => !sum.before);
      expect(total(counts.months)).toBe(total(accuracy));
      expect(total(counts.versions.map((v) => v.accuracy))).toBe(total(accuracy));
      expect(total(counts.personal)).toBe(total(countInsights(rows, [], { type: 'risk' }).accuracy.filter((sum) => !sum.before)));
      const one = rows.flatMap(single).filter((insight) => insight.resolved === 'in' && (insight.shown !== null || insight.resolved !== null));
      expect(total(accuracy)).toBe(one.filter((insight) => ['right', 'wrong'].includes(insight.resolution) && insight.actedResult === null).length);
      expect(total(counts.actedOn.filter((sum) => !sum.before))).toBe(one.filter((insight) => insight.actedResult !== null).length);
    }));
  });
});

it('an insight was acted on when the first of several people said so', () => {
  const answer = (over: Partial<AnswersAlike>): AnswersAlike => ({ prompt: '1', provider: 'builtin', model: null, kind: null, stars: null, answered: 'in', shown: true, acted: 'in', deals: [1], insights: [1], waited: [7_200_000], ...over });
  expect(delaysToAction([answer({}), answer({ waited: [3_600_000] }), answer({ insights: [2], waited: [-5] }), answer({ insights: [3], acted: null })])).toEqual([{ deal: 1, hours: 1 }, { deal: 1, hours: 0 }]);
  // First said before the period: it belongs there.
  expect(delaysToAction([answer({}), answer({ acted: 'before', waited: [1] })])).toEqual([]);
});
