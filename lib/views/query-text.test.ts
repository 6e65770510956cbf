import fc from 'fast-check';
import { expect, it } from 'vitest';
import { queryText } from './query-text';

const known = ['status', 'q', 'sort', 'page', 'deal', 'saved', 'columns'];

it('keeps what is looked at, not where one is in it', () => {
  expect(queryText({ page: '3', sort: 'amount', q: 'a & b', deal: 'x', saved: 'y', other: '1', status: ['won', 'lost'] }, known)).toBe('q=a+%26+b&sort=amount&status=won');
  expect(queryText({ page: '2', q: '' }, known)).toBe('');
});

it('is the same for the same state in any order, and again when read back', () => {
  const params = fc.dictionary(fc.constantFrom(...known, 'other'), fc.string());
  fc.assert(fc.property(params, (given) => {
    const text = queryText(given, known);
    expect(queryText(Object.fromEntries(Object.entries(given).reverse()), known)).toBe(text);
    expect(queryText(Object.fromEntries(new URLSearchParams(text)), known)).toBe(text);
    expect(text).not.toMatch(/[#?\s]/);
  }));
});
