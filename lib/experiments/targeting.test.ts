import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attributes, Condition } from './schema';
import { prepared, targeted } from './targeting';

const meets = (conditions: Condition[], attributes: Attributes): boolean => targeted(prepared(conditions), attributes);
const country = (op: Condition['op'], ...values: Condition['values']): Condition => ({ attribute: 'country', op, values });
const seats = (op: Condition['op'], ...values: Condition['values']): Condition => ({ attribute: 'seats', op, values });

describe('targeting', () => {
  it('without conditions is everybody', () => expect(meets([], {})).toBe(true));

  it('needs every condition', () => {
    const both = [country('is', 'DE'), seats('at_least', 10)];
    expect(meets(both, { country: 'DE', seats: 10 })).toBe(true);
    expect(meets(both, { country: 'DE', seats: 9 })).toBe(false);
    expect(meets(both, { country: 'FR', seats: 10 })).toBe(false);
  });

  it.each([
    ['is', ['de', 'AT'], 'DE', true], ['is', ['de', 'AT'], 'at', true], ['is', ['de', 'AT'], 'CH', false], ['is', ['ÖSTERREICH'], 'Österreich', true],
    ['is_not', ['de', 'AT'], 'CH', true], ['is_not', ['de', 'AT'], 'At', false],
    ['is', [12], 12, true], ['is', [12], '12', true], ['is', ['12'], 12, true], ['is', ['x', 12], 12.5, false], ['is', ['true'], true, true], ['is', ['TRUE'], true, true], ['is', ['true'], false, false],
    ['is', [0], 0, true], ['is', [''], '', true], ['is', ['null'], null, false], ['is_not', ['null'], null, true],
  ] as const)('%s %j, %j: %s', (op, values, value, expected) => {
    expect(meets([country(op, ...values)], { country: value })).toBe(expected);
  });

  it.each([
    ['at_least', [10], 10, true], ['at_least', [10], 9.99, false], ['at_least', [50, 10], 20, true], ['at_least', [50, 10], 5, false],
    ['at_most', [10], 10, true], ['at_most', [10], 10.01, false], ['at_most', [10, 50], 20, true], ['at_most', [10, 50], 51, false],
    ['at_least', [10], '20', false], ['at_most', [10], true, false], ['at_least', ['10'], 20, false], ['at_least', ['x', 10], 20, true], ['at_most', ['x'], 5, false],
    ['at_least', [-1], null, false], ['at_most', [0], NaN, false],
  ] as const)('%s %j, %j: %s', (op, values, value, expected) => {
    expect(meets([seats(op, ...values)], { seats: value })).toBe(expected);
  });

  it('an absent attribute meets is_not and nothing else', () => {
    expect(meets([country('is_not', 'DE')], {})).toBe(true);
    for (const op of ['is', 'at_least', 'at_most'] as const) expect(meets([country(op, 'DE', 0, 'undefined', 'null')], {})).toBe(false);
  });

  it('what every object has is no attribute', () => {
    for (const attribute of ['constructor', 'toString', 'valueOf', 'hasOwnProperty']) {
      expect(meets([{ attribute, op: 'is', values: [String(({} as Record<string, unknown>)[attribute])] }], {})).toBe(false);
      expect(meets([{ attribute, op: 'is_not', values: ['x'] }], {})).toBe(true);
    }
  });

  it('is and is_not are opposites, whatever the attribute', () => {
    const value = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null), fc.constant(undefined));
    const values = fc.array(fc.oneof(fc.string(), fc.double({ noNaN: true })), { minLength: 1, maxLength: 5 });
    fc.assert(fc.property(values, value, (of, given) => {
      const attributes = { country: given } as Attributes;
      expect(meets([country('is', ...of)], attributes)).not.toBe(meets([country('is_not', ...of)], attributes));
    }));
  });

  it('a further condition never lets more in', () => {
    const condition = fc.record({ attribute: fc.constantFrom('a', 'b'), op: fc.constantFrom('is', 'is_not', 'at_least', 'at_most'), values: fc.array(fc.oneof(fc.constantFrom('x', 'Y'), fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 3 }) }) as fc.Arbitrary<Condition>;
    const attributes = fc.dictionary(fc.constantFrom('a', 'b'), fc.oneof(fc.constantFrom('X', 'y'), fc.integer({ min: 0, max: 3 })));
    fc.assert(fc.property(fc.array(condition, { maxLength: 4 }), condition, attributes, (some, one, of) => !meets([...some, one], of) || meets(some, of)));
  });
});
