/** What a plan promises is what the power formulas say, and the sentence is true. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unitsForRates } from '../stats/power-rates';
import { planExperiment, span } from './planner';
import { planned, planRequest, type PlanRequestInput } from './planner-schema';

const plan = (given: Partial<PlanRequestInput> = {}) => planExperiment(planRequest.parse({ type: 'AB_TEST', unit: 'contact', baseline: { kind: 'rate', rate: 0.1 }, effect: 0.2, weights: [1, 1], unitsPerDay: 500, ...given }));

describe('units', () => {
  it('are those of the formula, on both arms', () => {
    const said = plan();
    expect(said.need!.perVariant[0]).toBe(Math.ceil(unitsForRates({ from: 0.1, to: 0.12 })));
    expect(said.need!.perVariant).toEqual([3_839, 3_839]);
    expect(said).toMatchObject({ rule: 'fixed', level: 'ok', need: { total: 7_678, enteringDays: 21, days: 21 } });
    expect(said.text).toBe('3,839 contacts a variant, 7,678 in all: 3 weeks at 500 contacts a day to find an uplift of 20% with a chance of 80%, read once at the end. To be told "safe to stop" before, or at all by itself, takes 14,700.');
    expect(planned.parse(said)).toEqual(said);
  });
  it('for looking at any time are about twice as many', () => {
    const sequential = plan({ type: 'SEQUENTIAL' });
    expect(sequential.rule).toBe('sequence');
    expect(sequential.need!.total / plan().need!.total).toBeGreaterThan(1.8);
    expect(sequential.need!.total / plan().need!.total).toBeLessThan(2.1);
    expect(sequential.need).toEqual(plan().sequence);
    expect(sequential.text).toContain('however often it is looked at');
  });
  it('grow with the number of treatments, and follow the shares', () => {
    expect(plan({ weights: [1, 1, 1, 1] }).need!.perVariant[0]).toBeGreaterThan(1.25 * 3_839);
    const { perVariant } = plan({ weights: [2, 1] }).need!;
    expect(perVariant[0]! / perVariant[1]!).toBeCloseTo(2, 2);
    expect(plan({ weights: [200, 100] }).need).toEqual(plan({ weights: [2, 1] }).need);
  });
  it('of a number go by its spread', () => {
    const said = plan({ baseline: { kind: 'mean', mean: 100, sd: 80 }, effect: 0.1 });
    // 2 (1.96 + 0.84)^2 (80 / 10)^2
    expect(said.need!.perVariant[0]).toBe(Math.ceil(2 * (1.959964 + 0.841621) ** 2 * 64));
    expect(plan({ baseline: { kind: 'mean', mean: 0, sd: 80 } })).toMatchObject({ need: null, level: 'alert' });
  });
});

describe('too little traffic', () => {
  it('is said, with what could be found instead', () => {
    const said = plan({ unit: 'deal', baseline: { kind: 'rate', rate: 0.3 }, effect: 0.05, unitsPerDay: 12 });
    expect(said.level).toBe('alert');
    expect(said.text).toBe(`At 12 deals a day an uplift of 5% would take 6.8 years; in 8 weeks you can find one of ${(said.inWeeks.detectable! * 100).toFixed(1)}%.`);
    const found = said.inWeeks.detectable!;
    // What is said to be found in eight weeks is found in eight weeks.
    expect(plan({ unit: 'deal', baseline: { kind: 'rate', rate: 0.3 }, effect: found * 1.0001, unitsPerDay: 12 }).need!.days).toBeLessThanOrEqual(56);
    expect(plan({ unit: 'deal', baseline: { kind: 'rate', rate: 0.3 }, effect: found * 1.0001, unitsPerDay: 12 }).inWeeks.power).toBeCloseTo(0.8, 3);
  });
  it('of nobody at all, and of a rate without room', () => {
    expect(plan({ unitsPerDay: 0 })).toMatchObject({ level: 'alert', need: { days: null }, inWeeks: { units: 0, power: 0, detectable: null } });
    expect(plan({ baseline: { kind: 'rate', rate: 0.6 }, effect: 0.8 }).text).toMatch(/^A rate of 60% has no room for an uplift of 80%; in 8 weeks you can find one of \d/);
  });
  it('counts the days until outcomes are known', () => {
    expect(plan({ outcomeDays: 14 }).need!.days).toBe(plan().need!.days! + 14);
    expect(plan({ outcomeDays: 14 }).inWeeks.units).toBe(500 * 42);
    expect(plan({ outcomeDays: 60 }).inWeeks.detectable).toBeNull();
  });
});

it('more traffic never takes longer, a larger effect never more units', () => {
  fc.assert(fc.property(fc.double({ min: 0.01, max: 0.5, noNaN: true }), fc.double({ min: 0.05, max: 0.9, noNaN: true }), fc.integer({ min: 1, max: 5_000 }), fc.constantFrom('AB_TEST' as const, 'SEQUENTIAL' as const), (rate, effect, unitsPerDay, type) => {
    const one = plan({ type, baseline: { kind: 'rate', rate }, effect, unitsPerDay });
    expect(plan({ type, baseline: { kind: 'rate', rate }, effect, unitsPerDay: 2 * unitsPerDay }).need!.days!).toBeLessThanOrEqual(one.need!.days!);
    expect(plan({ type, baseline: { kind: 'rate', rate }, effect: effect * 1.1, unitsPerDay }).need!.total).toBeLessThanOrEqual(one.need!.total);
    expect(planned.safeParse(one).success).toBe(true);
  }), { numRuns: 100 });
});

it('spans of time as people say them', () => {
  expect([0.5, 1, 9, 14, 15, 60, 1_140, 40_000].map(span)).toEqual(['1 day', '1 day', '9 days', '14 days', '3 weeks', '9 weeks', '3.1 years', '110 years']);
});
