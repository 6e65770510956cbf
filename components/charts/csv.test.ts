import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { toCsv } from './csv';

it('is read back by a parser as it was written', () => {
  const rows = [['plain', 1.5, null], ['comma, "quote"', -3, 'line\nbreak']];
  const text = toCsv({ head: ['a', 'b', 'c'], rows });
  expect(parse(text)).toEqual([['a', 'b', 'c'], ['plain', '1.5', ''], ['comma, "quote"', '-3', 'line\nbreak']]);
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])('takes the teeth out of %j', (text) => {
  expect(parse(toCsv({ head: ['h'], rows: [[text]] }))[1]).toEqual([`'${text}`]);
});
