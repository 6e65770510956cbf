/** Cells to the columns that learners take: numbers, dates as days and their parts, categories as codes, texts as hashed words. Pure. */
import { murmur } from '@/lib/experiments/murmur';
import type { Column, Table } from '@/lib/ml/table';
import { dateIn, hostIn, isEmpty, numberIn, type ColumnKind } from './column-kind';

const DAY = 86_400_000;
export const TEXT_BUCKETS = 4_096;
/** The columns that one column becomes begin with its name; what follows this mark says which. */
export const PART = ' › ';

/** The column that a learner's column was made of. */
export const sourceOf = (name: string): string => name.split(PART)[0]!;

/** `cells` hold one list a kind, in the same order, all of the same length; cells are trimmed texts, '' where nothing was entered. */
export function encodeTable(kinds: readonly ColumnKind[], cells: readonly (readonly string[])[]): Table {
  const rows = cells[0]?.length ?? 0;
  const columns: Column[] = [], dates: { name: string; times: Float64Array }[] = [];
  kinds.forEach((kind, c) => {
    const column = cells[c]!, { name } = kind;
    if (kind.kind === 'number') columns.push({ kind: 'numeric', name, values: byDistinct(column, (cell) => (isEmpty(cell, false) ? NaN : numberIn(cell, kind.mark))) });
    else if (kind.kind === 'date') {
      const times = byDistinct(column, (cell) => (isEmpty(cell) ? NaN : dateIn(cell, kind.order)));
      dates.push({ name, times });
      columns.push(...dateParts(name, times, kind.clock));
    } else if (kind.kind === 'category') columns.push({ kind: 'category', name, codes: codesOf(kind.host ? column.map((cell) => hostIn(cell) ?? '') : column, kind.levels), levels: kind.levels.length });
    else if (kind.kind === 'text') columns.push(...textParts(name, column));
  });
  // How long after one date the other lies says more than either.
  for (let i = 0; i < dates.length; i++) {
    for (let j = 0; j < i; j++) {
      if (dates.length > 4 && j > 0) break;
      columns.push({ kind: 'numeric', name: `${dates[i]!.name}${PART}days after ${dates[j]!.name}`, values: dates[i]!.times.map((time, row) => (time - dates[j]!.times[row]!) / DAY) });
    }
  }
  return { rows, columns };
}

/** Columns repeat their cells: each distinct one is read once. */
function byDistinct(cells: readonly string[], read: (cell: string) => number): Float64Array {
  const known = new Map<string, number>();
  return Float64Array.from(cells, (cell) => {
    let value = known.get(cell);
    if (value === undefined) known.set(cell, (value = read(cell)));
    return value;
  });
}

function codesOf(cells: readonly string[], levels: readonly string[]): Int32Array {
  const code = new Map(levels.map((level, i) => [level, i]));
  return Int32Array.from(cells, (cell) => code.get(cell) ?? -1);
}

function dateParts(name: string, times: Float64Array, clock: boolean): Column[] {
  const part = (what: string, of: (date: Date) => number): Column => ({ kind: 'numeric', name: `${name}${PART}${what}`, values: times.map((time) => (Number.isNaN(time) ? NaN : of(new Date(time)))) });
  return [
    part('day', (date) => Math.floor(date.getTime() / DAY)), part('month', (date) => date.getUTCMonth() + 1), part('day of the month', (date) => date.getUTCDate()),
    part('weekday', (date) => (date.getUTCDay() + 6) % 7), ...(clock ? [part('hour', (date) => date.getUTCHours())] : []),
  ];
}

/** Words of a text, lower case, without marks over letters. */
export const wordsIn = (text: string): string[] => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Buckets of a text's words and pairs of neighbouring words, none twice. */
export function hashedWords(text: string): number[] {
  const words = wordsIn(text), found = new Set<number>();
  words.forEach((word, i) => {
    found.add(murmur(word, 0) % TEXT_BUCKETS);
    if (i > 0) found.add(murmur(`${words[i - 1]} ${word}`, 0) % TEXT_BUCKETS);
  });
  return [...found];
}

function textParts(name: string, cells: readonly string[]): Column[] {
  const start = new Int32Array(cells.length + 1), tokens: number[] = [], length = new Float64Array(cells.length);
  cells.forEach((cell, i) => {
    if (isEmpty(cell)) length[i] = NaN;
    else {
      length[i] = wordsIn(cell).length;
      for (const bucket of hashedWords(cell)) tokens.push(bucket);
    }
    start[i + 1] = tokens.length;
  });
  return [{ kind: 'text', name, tokens: Int32Array.from(tokens), start, buckets: TEXT_BUCKETS }, { kind: 'numeric', name: `${name}${PART}words`, values: length }];
}
