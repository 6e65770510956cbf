import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MEASURES } from './schema';
import { differences, MEASURE_KINDS, PRODUCT, type Fact, type Recorded } from './measures';
import { LEAST_UNITS, rateOf, type UnitSums } from './unit-rates';

const small = fc.integer({ min: 0, max: 6 });
const unit: fc.Arbitrary<UnitSums> = fc.record({ answers: small, decided: small, acted: small, won: fc.integer({ min: 0, max: 2 }), revenue: fc.integer({ min: 0, max: 90_000 }), h: fc.nat(), i: fc.nat(), r: fc.nat() })
  .map(({ h, i, r, ...u }) => ({ ...u, helpful: u.answers === 0 ? 0 : h % (u.answers + 1), incorrect: u.answers === 0 ? 0 : i % (u.answers + 1), right: u.decided === 0 ? 0 : r % (u.decided + 1) }));

describe('the present rate of a measure', () => {
  it('lies in its interval, is a share where it is one, and says why there is none', () => {
    fc.assert(fc.property(fc.array(unit, { maxLength: 80 }), fc.constantFrom(...MEASURES), (units, measure) => {
      const rate = rateOf(measure, units, 'Too few.');
      if (rate.value === null) {
        expect([rate.low, rate.high, rate.sd, rate.missing !== null]).toEqual([null, null, null, true]);
        return;
      }
      expect(units.length).toBeGreaterThanOrEqual(LEAST_UNITS);
      expect(rate.low!).toBeLessThanOrEqual(rate.value + 1e-9);
      expect(rate.high!).toBeGreaterThanOrEqual(rate.value - 1e-9);
      if (rate.kind !== 'mean') expect(rate.value >= 0 && rate.value <= 1 && rate.low! >= 0 && rate.high! <= 1).toBe(true);
      expect(rate.sd).toBeGreaterThanOrEqual(0);
    }));
  });

  it('of a ratio is that of all over all, and moves as the delta method says', () => {
    const units = Array.from({ length: 40 }, (_, i): UnitSums => ({ answers: i % 2 ? 4 : 1, helpful: i % 2 ? 3 : i % 4 ? 1 : 0, incorrect: 0, acted: 0, decided: 0, right: 0, won: 0, revenue: 0 }));
    const { value, sd } = rateOf('helpful', units, '');
    const [y, d] = [units.map((u) => u.helpful), units.map((u) => u.answers)];
    const mean = (list: number[]) => list.reduce((a, b) => a + b, 0) / list.length;
    const covariance = (a: number[], b: number[]) => a.reduce((sum, one, i) => sum + (one - mean(a)) * (b[i]! - mean(b)), 0) / (a.length - 1);
    expect(value).toBeCloseTo(mean(y) / mean(d), 12);
    expect(sd).toBeCloseTo(Math.sqrt(covariance(y, y) - 2 * value! * covariance(y, d) + value! ** 2 * covariance(d, d)) / mean(d), 10);
  });
});

describe('what is recorded', () => {
  const answer = fc.record({ of: fc.constant('answer' as const), id: fc.constantFrom('a', 'b', 'c'), at: fc.integer({ min: 0, max: 1e12 }), kind: fc.constantFrom(null, 'helpful', 'not_helpful', 'incorrect'), acted: fc.boolean(), actedAt: fc.constant(null) });
  const decided = fc.record({ of: fc.constant('decided' as const), id: fc.constantFrom('x', 'y'), at: fc.integer({ min: 0, max: 1e12 }), right: fc.boolean() });
  const won = fc.record({ of: fc.constant('won' as const), id: fc.constantFrom('d', 'e'), at: fc.integer({ min: 0, max: 1e12 }), amount: fc.option(fc.integer({ min: 0, max: 1_000_000 }).map((n) => n / 100)) });
  const facts = fc.uniqueArray(fc.oneof(answer, decided, won) as fc.Arbitrary<Fact>, { selector: ({ of, id }) => `${of}:${id}`, maxLength: 7 });
  const metrics = MEASURES.flatMap((measure) => MEASURE_KINDS[measure].map((kind) => ({ key: `${measure}-${kind}`, kind, measure })));

  it('always adds up to what is so now, whatever was so before; a second look records nothing; ids are never used twice', () => {
    fc.assert(fc.property(fc.array(facts, { minLength: 1, maxLength: 6 }), (states) => {
      const recorded: Recorded[] = [];
      for (const state of states) {
        const reports = differences('unit', metrics, state, recorded);
        for (const { metric, outcomeId, value, denominator, occurredAt } of reports) {
          expect(recorded.some((row) => row.metric === metric && row.outcomeId === outcomeId)).toBe(false);
          expect(outcomeId.startsWith(PRODUCT) && outcomeId.length <= 200).toBe(true);
          if (metric.endsWith('-ratio')) expect(value === 0 || denominator !== 0).toBe(true);
          recorded.push({ metric, outcomeId, value, denominator, at: Date.parse(occurredAt!) });
        }
        expect(differences('unit', metrics, state, recorded)).toEqual([]);
        const total = (key: string, of: 'value' | 'denominator') => recorded.filter(({ metric }) => metric === key).reduce((sum, row) => sum + row[of], 0);
        const answers = state.filter((f) => f.of === 'answer' && f.kind !== null), verdicts = state.filter((f) => f.of === 'decided');
        expect([total('helpful-ratio', 'value'), total('helpful-ratio', 'denominator')]).toEqual([answers.filter((f) => f.of === 'answer' && f.kind === 'helpful').length, answers.length]);
        expect([total('accurate-ratio', 'value'), total('accurate-ratio', 'denominator')]).toEqual([verdicts.filter((f) => f.of === 'decided' && f.right).length, verdicts.length]);
        expect(total('won-binomial', 'value')).toBe(state.filter(({ of }) => of === 'won').length);
        expect(total('revenue-revenue', 'value')).toBeCloseTo(state.reduce((sum, f) => sum + (f.of === 'won' ? f.amount ?? 0 : 0), 0), 6);
      }
    }), { numRuns: 200 });
  });

  it('keeps for a correction the time of what it corrects', () => {
    const metric = [{ key: 'won', kind: 'binomial' as const, measure: 'won' as const }];
    const [first] = differences('u', metric, [{ of: 'won', id: 'd', at: 1_000, amount: null }], []);
    expect(differences('u', metric, [], [{ metric: 'won', outcomeId: first!.outcomeId, value: 1, denominator: 0, at: 1_000 }])).toEqual([
      { outcomeId: 'product won:d u 1', unitId: 'u', metric: 'won', value: -1, denominator: 0, occurredAt: new Date(1_000).toISOString() },
    ]);
  });
});
