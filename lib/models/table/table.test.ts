import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createRng, randomNormal } from '@/lib/stats/rng';
import type { Column } from '@/lib/ml/table';
import { columnKind, hostIn, numberIn, tally, type ColumnKind } from './column-kind';
import { encodeTable, hashedWords, PART, sourceOf, wordsIn } from './encode-table';
import { evaluateTable, stratifiedFolds } from './evaluate-table';
import { findSuspects } from './suspects';
import { tableOfFile, UnusableTable, type TargetQuestion } from './table-of-file';

const rows = Array.from({ length: 60 }, (_, i) => i);
const two = (n: number) => String(n).padStart(2, '0');
const kindOf = (cells: readonly string[], name = 'column'): ColumnKind => columnKind(name, tally(cells));
const day = (i: number) => 1 + (i % 28), month = (i: number) => 1 + (i % 12);

describe('what a column holds', () => {
  it.each<[string, (i: number) => string, Partial<ColumnKind>]>([
    ['numbers', (i) => String(i * 3.5), { kind: 'number', mark: '.' }],
    ['numbers with a decimal comma', (i) => `${i},${i % 10}5`, { kind: 'number', mark: ',' }],
    ['money with points between thousands', (i) => `€ 1.${100 + i},50`, { kind: 'number', mark: ',' }],
    ['money of several currencies', (i) => (i % 2 ? `$${i},000` : `€${i},000`), { kind: 'number' }],
    ['percent', (i) => `${i},5 %`, { kind: 'number', mark: ',' }],
    ['short numbers', (i) => (i % 2 ? `${i}k` : `${i}.5M`), { kind: 'number' }],
    ['numbers with a unit, in the plural or not', (i) => (i === 1 ? '1 day' : `${i} days`), { kind: 'number' }],
    ['numbers and empty words', (i) => (i % 4 ? String(i) : 'N/A'), { kind: 'number' }],
    ['numbers and some junk', (i) => (i % 12 ? String(i * 17.25) : `n0t ${i}`), { kind: 'number' }],
    ['years', (i) => String(2000 + (i % 20)), { kind: 'number' }],
    ['ISO dates', (i) => `2024-01-${two(day(i))}`, { kind: 'date', clock: false }],
    ['ISO dates of which one cannot be read', (i) => (i === 3 ? 'soon 5' : `2024-01-${two(day(i))}`), { kind: 'date', clock: false }],
    ['times', (i) => `2024-01-${two(day(i))}T${two(i % 24)}:30:00Z`, { kind: 'date', clock: true }],
    ['days first', (i) => `${day(i)}/${month(i)}/2024`, { kind: 'date', order: 'dmy' }],
    ['days first, with dots', (i) => `${day(i)}.${month(i)}.2024`, { kind: 'date', order: 'dmy' }],
    ['months first', (i) => `${month(i)}/${day(i)}/24`, { kind: 'date', order: 'mdy' }],
    ['dates in words', (i) => `${day(i)} Mar 2024`, { kind: 'date' }],
    ['a few words', (i) => ['Web', 'Referral', 'Event'][i % 3]!, { kind: 'category', levels: ['Event', 'Referral', 'Web'] }],
    ['yes and no', (i) => (i % 3 ? 'No' : 'Yes'), { kind: 'category', levels: ['No', 'Yes'] }],
    ['ranges', (i) => ['1-10', '11-50', '51-200'][i % 3]!, { kind: 'category' }],
    ['different units', (i) => `${i} ${['days', 'weeks', 'months'][i % 3]!} of ${['a', 'b'][i % 2]!}`, { kind: 'text' }],
    ['one word or nothing', (i) => (i % 2 ? 'x' : ''), { kind: 'category', levels: ['x'] }],
    ['sentences', (i) => `they asked for ${i} things and more`, { kind: 'text' }],
    ['e-mail addresses', (i) => `a${i}@${['gmail.com', 'Acme.de', 'x.org'][i % 3]!}`, { kind: 'category', levels: ['acme.de', 'gmail.com', 'x.org'], host: true }],
    ['web addresses', (i) => `https://www.${['a.com', 'b.de'][i % 2]!}/p/${i}?q=1`, { kind: 'category', levels: ['a.com', 'b.de'], host: true }],
    ['nothing', (i) => (i % 2 ? '' : 'N/A'), { kind: 'left_out', why: 'it is empty' }],
    ['always the same', () => 'x', { kind: 'left_out', why: 'it says "x" in every row' }],
    ['unique identifiers', (i) => `7927b2df-8bba-4d29-b9a2-b6e0beaf${1000 + i}`, { kind: 'left_out' }],
    ['record numbers with a prefix', (i) => `OPP-${1000 + i}`, { kind: 'left_out', why: 'it is a number that names the record' }],
    ['telephone numbers', (i) => `+49 170 1234 ${1000 + i * 37}`, { kind: 'left_out' }],
    ['names', (i) => `Person${i} Smith`, { kind: 'left_out', why: 'hardly any two rows have the same: it names the record' }],
  ])('is seen: %s', (_, cell, kind) => expect(kindOf(rows.map(cell))).toMatchObject(kind));

  it.each(['Lead Number', 'id', 'LeadID', 'opportunity_id', 'Account-Key', 'row_7', 'index', 'Unnamed: 0'])('a whole number called "%s" that never repeats names the record', (name) => {
    expect(kindOf(rows.map(String), name)).toMatchObject({ kind: 'left_out', why: 'it is a number that names the record' });
  });

  it.each(['Amount', 'Paid', 'Employees', 'Number of calls', 'Video views'])('"%s" is a number like any other', (name) => expect(kindOf(rows.map(String), name).kind).toBe('number'));

  it('a number that names a record but repeats is learnt from, and so is one of few rows', () => {
    expect(kindOf(rows.map((i) => String(i % 20)), 'Region ID').kind).toBe('number');
    expect(kindOf(rows.slice(0, 20).map(String), 'id').kind).toBe('number');
  });

  it('keeps the thousand most frequent of very many levels', () => {
    const kind = kindOf(Array.from({ length: 4_000 }, (_, i) => (i % 2 ? 'often' : `company${i % 2_000}`)));
    expect(kind.kind === 'category' && [kind.levels.length, kind.levels[0]]).toEqual([1_000, 'often']);
  });

  it('takes any cells without a fall', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '1', '1,5', '2024-01-01', 'N/A', '%', '-', '=1+1', 'a@b.de', '1e999', '0x10'))), (cells) => {
      const trimmed = cells.map((cell) => cell.trim()), kind = kindOf(trimmed), { rows, columns } = encodeTable([kind], [trimmed]);
      expect(rows).toBe(cells.length);
      for (const column of columns) if (column.kind === 'numeric') for (const value of column.values) expect(Math.abs(value)).not.toBe(Infinity);
    }));
  });

  it.each([['12k', '.', 12_000], ['(500)', '.', -500], ['12,5 %', ',', 12.5], ['1.234,50 €', ',', 1_234.5], ['35 days', '.', 35], ['soon', '.', NaN], ['', '.', NaN]] as const)('reads %s', (cell, mark, value) => expect(numberIn(cell, mark)).toBe(value));

  it.each([['Jo@Mail.example.com', 'mail.example.com'], ['https://www.acme.de/a?b', 'acme.de'], ['www.x.org', 'x.org'], ['acme.de', null], ['at @ home', null], ['a@b', null], ['', null]])('host of %s', (cell, host) => expect(hostIn(cell)).toBe(host));
});

describe('cells as numbers', () => {
  const named = (columns: readonly Column[], name: string): Column => columns.find((column) => column.name === name)!;
  const values = (column: Column): number[] => (column.kind === 'numeric' ? [...column.values] : column.kind === 'category' ? [...column.codes] : [...column.tokens]);

  it('what cannot be read is missing, a level never seen has no code', () => {
    const { columns } = encodeTable([{ name: 'n', kind: 'number', mark: ',' }, { name: 'c', kind: 'category', levels: ['b', 'a'] }, { name: 'gone', kind: 'left_out', why: '' }], [['1,5', 'soon', '', 'unknown'], ['a', 'b', 'z', ''], ['', '', '', '']]);
    expect(columns.map(({ name }) => name)).toEqual(['n', 'c']);
    expect(columns.map(values)).toEqual([[1.5, NaN, NaN, NaN], [1, 0, -1, -1]]);
  });

  it('a date is its day and its parts, and how long after another it lies', () => {
    const kinds: ColumnKind[] = [{ name: 'made', kind: 'date', order: 'dmy', clock: true }, { name: 'sent', kind: 'date', order: null, clock: false }];
    const { columns } = encodeTable(kinds, [['01.03.2024 14:30', 'never'], ['2024-03-03', '2024-03-03']]);
    const at = (name: string) => values(named(columns, name));
    expect([at('made › month'), at('made › day of the month'), at('made › weekday'), at('made › hour')]).toEqual([[3, NaN], [1, NaN], [4, NaN], [14, NaN]]);
    expect(at('made › day')[0]).toBe(Date.UTC(2024, 2, 1) / 86_400_000);
    expect(at('sent › days after made')).toEqual([expect.closeTo(1.3958, 3), NaN]);
    expect(columns.some(({ name }) => name === 'sent › hour')).toBe(false);
    expect(new Set(columns.map(({ name }) => sourceOf(name)))).toEqual(new Set(['made', 'sent']));
  });

  it('many dates are counted from the first only', () => {
    const kinds = Array.from({ length: 8 }, (_, i): ColumnKind => ({ name: `d${i}`, kind: 'date', order: null, clock: false }));
    const { columns } = encodeTable(kinds, kinds.map(() => ['2024-01-01']));
    expect(columns.filter(({ name }) => name.includes(`${PART}days after`))).toHaveLength(7);
  });

  it('an address is its host', () => {
    const { columns } = encodeTable([{ name: 'mail', kind: 'category', levels: ['acme.de', 'x.org'], host: true }], [['Jo@ACME.de', 'k@other.com', 'none', 'k@x.org']]);
    expect(values(columns[0]!)).toEqual([0, -1, -1, 1]);
  });

  it('a text is its words and pairs of words, none twice, whatever the marks over letters', () => {
    expect(wordsIn('Ça va? ÉTÉ 2024!')).toEqual(['ca', 'va', 'ete', '2024']);
    expect(hashedWords('call call call')).toHaveLength(2);
    expect(hashedWords('Müller rief an')).toEqual(hashedWords('MULLER rief: an'));
    const { columns } = encodeTable([{ name: 't', kind: 'text' }], [['two words', '', 'one']]);
    const [text, length] = columns;
    expect(text?.kind === 'text' && [...text.start]).toEqual([0, 3, 3, 4]);
    expect(values(length!)).toEqual([2, NaN, 1]);
  });

  it('a text of very many words is no trouble', () => {
    const { columns } = encodeTable([{ name: 't', kind: 'text' }], [[Array.from({ length: 200_000 }, (_, i) => `w${i}`).join(' ')]]);
    expect(values(columns[0]!).length).toBeLessThanOrEqual(4_096);
  });

  it('nothing is nothing', () => expect(encodeTable([], [])).toEqual({ rows: 0, columns: [] }));
});

describe('suspects', () => {
  const rng = createRng('suspects'), n = 2_000, y = Float64Array.from({ length: n }, () => (rng() < 0.3 ? 1 : 0));
  const numeric = (name: string, of: (label: number) => number): Column => ({ kind: 'numeric', name, values: y.map(of) });
  const code = (name: string, of: (label: number) => number): Column => ({ kind: 'category', name, codes: Int32Array.from(y, of), levels: 400 });

  it('are columns that tell the outcome alone, and those filled in for one outcome', () => {
    const found = findSuspects({ rows: n, columns: [
      numeric(`closed${PART}day`, (label) => label * 6 + randomNormal(rng)), code('reason lost', (label) => (label === 1 ? -1 : Math.floor(rng() * 4))), numeric('call back', (label) => (label === 1 || rng() < 0.05 ? rng() : NaN)),
    ] }, y);
    expect(found.map(({ column }) => column)).toEqual(['closed', 'reason lost', 'call back']);
    for (const { column, auc, sentence } of found) {
      expect(auc).toBeGreaterThan(0.85);
      expect(sentence).toContain(`"${column}"`);
    }
  });

  it('are not honest columns: strong ones, noise, very many levels, gaps', () => {
    expect(findSuspects({ rows: n, columns: [
      numeric('strong', (label) => label * 1.5 + randomNormal(rng)), numeric('noise', () => rng()), code('company', () => Math.floor(rng() * 400)), numeric('gaps', () => (rng() < 0.5 ? NaN : rng())),
      numeric('mostly filled in', (label) => (rng() < (label === 1 ? 0.8 : 0.4) ? rng() : NaN)), numeric('constant', () => 1),
    ] }, y)).toEqual([]);
  });
});

describe('a file as a table', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'table-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let files = 0;
  const read = (content: string | Buffer, question: Partial<TargetQuestion> = {}) => {
    const file = path.join(folder, `${++files}.csv`);
    writeFileSync(file, content);
    return tableOfFile(file, { target: 'Won', positive: 'yes', drop: [], order: null, ...question });
  };
  /** `line` after the outcome, for 40 rows of which every third is won. */
  const csv = (header: string, line: (i: number) => string, mark = ',', end = '\n') => [`Won${mark}${header}`, ...rows.slice(0, 40).map((i) => `${i % 3 ? 'no' : 'yes'}${mark}${line(i)}`)].join(end);

  it('reads what spreadsheets write: mark of order, semicolons, decimal commas, line ends, quotes', async () => {
    const { table, y, kinds } = await read(`\uFEFF${csv('Amount;Note', (i) => `1.${100 + i},50;"${['one', 'two'][i % 2]!}; ""c""\n${i % 4}"`, ';', '\r\n')}\r\n`);
    expect(kinds).toMatchObject([{ name: 'Amount', kind: 'number', mark: ',' }, { name: 'Note', kind: 'category' }]);
    expect([table.rows, y[0], y[1]]).toEqual([40, 1, 0]);
    expect(table.columns[0]!.kind === 'numeric' && table.columns[0]!.values[7]).toBe(1_107.5);
  });

  it('reads files that are not UTF-8', async () => {
    const { kinds } = await read(Buffer.from(csv('Stra\u00dfe', (i) => ['M\u00fcnchen', 'K\u00f6ln'][i % 2]!), 'latin1'));
    expect(kinds).toEqual([{ name: 'Straße', kind: 'category', levels: ['Köln', 'München'] }]);
  });

  it('tells columns of the same name apart, and takes fifty of them', async () => {
    const { kinds, warnings, table } = await read(csv(Array.from({ length: 50 }, (_, c) => `x${c % 25}`).join(','), (i) => Array.from({ length: 50 }, (_, c) => (i * 7 + c) % 11).join(',')));
    expect(new Set(kinds.map(({ name }) => name)).size).toBe(50);
    expect(table.columns).toHaveLength(50);
    expect(warnings.length).toBeGreaterThan(0);
  });

  it('leaves rows without an outcome out, remembers which they were, and says so', async () => {
    const { rowOf, fileRows, warnings, table } = await read(`${csv('x', String)}\n,7\nN/A,8\nyes,9\n`);
    expect([fileRows, rowOf.length, rowOf.at(-1), table.rows]).toEqual([43, 41, 42, 41]);
    expect(warnings).toContain('2 rows without an outcome in "Won" were left out.');
  });

  it('takes "1" for "1.0" and "Won" for "won", and an empty word for an outcome where it is the one asked about', async () => {
    const { y } = await read(csv('x', String).replaceAll('yes', '1.0'), { positive: '1' });
    expect(y[0]).toBe(1);
    expect((await read(csv('x', String).replaceAll('yes', 'YES'), { target: ' won ' })).y[3]).toBe(1);
    expect((await read(csv('x', String).replaceAll('yes', '-'), { positive: '-' })).y).toHaveLength(40);
  });

  it('names what it leaves out, and does without what it is told to', async () => {
    const { kinds, table, warnings } = await read(csv('id,x,leak,same', (i) => `${i},${i % 5},${i},1`), { drop: ['Leak'] });
    expect(kinds.map(({ name }) => name)).toEqual(['id', 'x', 'same']);
    expect(table.columns.map(({ name }) => name)).toEqual(['id', 'x']);
    expect(warnings).toContain('"same" is left out: it says "1" in every row.');
  });

  it('warns of a column that gives the outcome away', async () => {
    const { warnings } = await read(csv('x,reason', (i) => `${i % 5},${i % 3 ? 'price' : 'signed'}`));
    expect(warnings.find((warning) => warning.includes('"reason" alone tells the outcome'))).toContain('leave it out');
  });

  it('puts rows in order of numbers, dates, or text; those without come first', async () => {
    const orderOf = async (of: (i: number) => string) => (await read(csv('at,x', (i) => `${of(i)},${i}`), { order: 'at' })).order!;
    const back = rows.slice(0, 40).reverse();
    expect(await orderOf((i) => String(100 - i))).toEqual(back);
    expect(await orderOf((i) => `"${100 - i},5"`)).toEqual(back);
    expect(await orderOf((i) => `${28 - (i % 28)}.${i < 28 ? 2 : 1}.2024`)).toEqual([...back.filter((i) => i >= 28), ...back.filter((i) => i < 28)]);
    expect((await orderOf((i) => (i === 5 ? '' : String(-i)))).slice(0, 2)).toEqual([5, 39]);
    expect((await orderOf((i) => String.fromCharCode(100 - i)))[0]).toBe(39);
  });

  it.each<[string, string, Partial<TargetQuestion>, string]>([
    ['a column that is not there', csv('x', String), { target: 'Result' }, 'There is no column "Result". The file has: Won, x.'],
    ['a value that no row has', csv('x', String), { positive: 'Closed Won' }, 'No row has "Closed Won" in "Won". It holds: "yes", "no".'],
    ['a value that all have', 'Won,x\nyes,1\nyes,2', {}, 'Every row has "yes"'],
    ['too few outcomes', 'Won,x\nyes,1\nno,2', {}, 'Only 1 rows have the rarer outcome; at least 10 are needed.'],
    ['nothing to learn from', csv('same', () => '1'), {}, 'No column is left to learn from.'],
    ['something dropped that is not there', csv('x', String), { drop: ['y'] }, 'There is no column "y"'],
  ])('says what to do about %s', async (_, content, question, problem) => {
    await expect(read(content, question)).rejects.toThrow(problem);
    await expect(read(content, question)).rejects.toBeInstanceOf(UnusableTable);
  });

  it('goes on where rows have too many or too few cells, and says how many', async () => {
    const { warnings, table } = await read(`${csv('x,z', (i) => `${i},${i % 4}`)}\nyes,1\nno,1,2,3,4`);
    expect(table.rows).toBe(42);
    expect(warnings.some((warning) => warning.startsWith('2 rows have more or fewer cells'))).toBe(true);
  });
});

describe('how well outcomes are told', () => {
  const made = (signal: number, seed: string) => {
    const rng = createRng(seed), n = 700, x = Float64Array.from({ length: n }, () => randomNormal(rng));
    return { table: { rows: n, columns: [{ kind: 'numeric', name: 'x', values: x } as const] }, y: Float64Array.from(x, (v) => (rng() < 1 / (1 + Math.exp(-signal * v)) ? 1 : 0)) };
  };
  const ask = ({ table, y }: ReturnType<typeof made>, order: readonly number[] | null = null) => evaluateTable(table, y, { folds: stratifiedFolds(y, 5, 's'), order, seed: 's', now: () => 0 });

  it('is seen where there is something to tell, and not where there is not', () => {
    const clear = ask(made(2, 'clear'));
    expect(clear.signal).toBe('present');
    expect(clear.cv5.auc).toBeGreaterThan(0.8);
    expect(clear.cv5.brier).toBeLessThan(clear.constant - 0.05);
    const none = ask(made(0, 'none'));
    expect(none.signal).toBe('none');
    expect(none.cv5.brier).toBeLessThan(none.constant + 0.003);
  });

  it('asks of the later rows a model of the earlier ones', () => {
    const { later, temporal } = ask(made(2, 'later'), Array.from({ length: 700 }, (_, i) => 699 - i));
    expect(later.map(({ row }) => row)).toEqual(Array.from({ length: 211 }, (_, i) => 210 - i));
    expect(temporal!.auc).toBeGreaterThan(0.75);
  });

  it('deals both outcomes evenly, the same way every time', () => {
    const y = Float64Array.from({ length: 101 }, (_, i) => (i % 4 === 0 ? 1 : 0)), folds = stratifiedFolds(y, 5, 'x');
    for (const outcome of [0, 1]) {
      const counts = [0, 1, 2, 3, 4].map((fold) => folds.filter((f, i) => f === fold && y[i] === outcome).length);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
    expect(stratifiedFolds(y, 5, 'x')).toEqual(folds);
  });
});
