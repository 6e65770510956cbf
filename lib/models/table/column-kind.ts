/**
 * What a column of any file or record holds, found out from its cells: numbers, dates, categories, texts, or nothing to learn from. Decided once,
 * on the cells that training may see, and kept with the model.
 */
import type { DateOrder, DecimalMark } from '@/lib/imports/schema';
import { orderOf, readDate } from '@/lib/imports/values/date';
import { markOf, readDecimal, takeApart, toNumber } from '@/lib/imports/values/number';
import { failed } from '@/lib/imports/values/reading';
import { isEmptyWord } from '@/lib/imports/values/words';

export type ColumnKind =
  | { name: string; kind: 'number'; mark: DecimalMark }
  | { name: string; kind: 'date'; order: DateOrder | null; /** Has times that differ. */ clock: boolean }
  | { name: string; kind: 'category'; /** Levels in order of frequency; others are "not known". */ levels: string[]; /** Of e-mail and web addresses only the host counts. */ host?: true }
  | { name: string; kind: 'text' }
  | { name: string; kind: 'left_out'; why: string };

/** Distinct cells of a column with how often each is there. */
export type Tally = { counts: Map<string, number>; rows: number };

export const tally = (cells: readonly string[]): Tally => {
  const counts = new Map<string, number>();
  for (const cell of cells) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  return { counts, rows: cells.length };
};

/** Of the cells that say something, so many must be of a kind. */
const NEARLY_ALL = 0.97;
/** Or so many, where there are more different ones than a scale of answers has: the rest is junk, and not known. */
const MOST = 0.8;
const MORE_THAN_A_SCALE = 30;
/** Categories with more levels keep the most frequent. */
const MOST_LEVELS = 1_000;
/** A whole number that hardly repeats and is called like this names a record. */
const NAMES_A_RECORD = /(^|[\s_-])(id|ids|uuid|guid|number|no|nr|key|ref|reference|code)$|^(id|uuid|guid)([\s_-]|$)|^row|^index$|^unnamed|#$/i;
/** "OpportunityID" as "Opportunity ID". */
const parted = (name: string): string => name.trim().replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2');
/** "OPP-00123", "#4711": what numbers of records look like, whatever the column is called. */
const RECORD_NUMBER = /^(#\s?|\p{L}+[-_#]?0|\p{L}+[-_#])\d+$/u;
/** Amounts in several currencies are still amounts. */
const CURRENCY = /^(\p{Sc}|us\$|[a-z]{3})?\|(\p{Sc}|[a-z]{3})?$/u;

export const isEmpty = (cell: string, isText = true): boolean => cell === '' || isEmptyWord(cell, isText);

/** "12%", "€ 1,200", "35 days": a number with one unit that the whole column has is that number. */
export function numberIn(cell: string, mark: DecimalMark | null): number {
  const plain = Number(cell);
  if (cell !== '' && mark !== ',' && Number.isFinite(plain)) return plain;
  const bare = readDecimal(cell, mark);
  if (!failed(bare)) return toNumber(bare.value);
  const parts = takeApart(cell);
  if (!parts || parts.before.length + parts.after.length > 8) return NaN;
  const body = readDecimal(parts.body, mark);
  return failed(body) ? NaN : (parts.negative ? -1 : 1) * toNumber(body.value);
}

/** What stands around a number that is none by itself, in the singular; null for plain numbers. */
const unitOf = (cell: string, mark: DecimalMark | null): string | null => {
  if (Number.isFinite(Number(cell)) || !failed(readDecimal(cell, mark))) return null;
  const parts = takeApart(cell);
  return parts ? `${parts.before}|${parts.after.replace(/(\p{L})(?:\(s\)|s)$/u, '$1')}`.toLowerCase() : '?';
};

const DAY = 86_400_000;

export const dateIn = (cell: string, order: DateOrder | null): number => {
  const read = readDate(cell, { order, timezone: 'UTC' });
  return failed(read) ? NaN : Date.parse(read.value);
};

/** Do nearly all of the rows that say something hold what `holds` wants, or most of them in great variety? */
function nearlyAll(said: readonly (readonly [string, number])[], holds: (cell: string) => boolean): boolean {
  let all = 0, right = 0, different = 0;
  for (const [cell, n] of said) {
    all += n;
    if (!holds(cell)) continue;
    right += n;
    different++;
  }
  return right > 0 && (right >= NEARLY_ALL * all || (different > MORE_THAN_A_SCALE && right >= MOST * all));
}

/** Host of an e-mail or web address, without "www."; null when the cell is neither. */
export function hostIn(cell: string): string | null {
  const match = /^(?:(?:mailto:)?[^\s@/]+@|https?:\/\/(?:www\.)?|www\.)((?:[\p{L}\d-]+\.)+\p{L}{2,})(?:[:/?#]\S*)?$/iu.exec(cell);
  return match ? match[1]!.toLowerCase() : null;
}

export function columnKind(name: string, { counts, rows }: Tally): ColumnKind {
  const said = [...counts].filter(([cell]) => !isEmpty(cell));
  if (said.length === 0) return { name, kind: 'left_out', why: 'it is empty' };
  if (counts.size === 1) return { name, kind: 'left_out', why: `it says "${said[0]![0].slice(0, 40)}" in every row` };
  return asNumber(name, [...counts].filter(([cell]) => !isEmpty(cell, false)), rows) ?? asDate(name, said) ?? asWords(name, said, rows);
}

function asNumber(name: string, said: readonly (readonly [string, number])[], rows: number): ColumnKind | null {
  if (said.length === 0) return null;
  const marks = new Set(said.slice(0, 2_000).map(([cell]) => markOf(takeApart(cell)?.body ?? '').mark).filter((mark) => mark !== null));
  const mark: DecimalMark = marks.size === 1 ? [...marks][0]! : '.';
  const numbers = said.filter(([cell]) => !Number.isNaN(numberIn(cell, mark)));
  if (!nearlyAll(said, (cell) => !Number.isNaN(numberIn(cell, mark)))) return null;
  const units = new Set(numbers.slice(0, 500).map(([cell]) => unitOf(cell, mark)).filter((unit) => unit !== null));
  if (units.size > 1 && ![...units].every((unit) => CURRENCY.test(unit))) return null;
  const whole = said.every(([cell]) => /^\d+$/.test(cell)) && NAMES_A_RECORD.test(parted(name));
  if (rows >= 50 && said.length > 0.95 * rows && (whole || said.every(([cell]) => RECORD_NUMBER.test(cell)))) return { name, kind: 'left_out', why: 'it is a number that names the record' };
  return { name, kind: 'number', mark };
}

function asDate(name: string, said: readonly (readonly [string, number])[]): ColumnKind | null {
  if (!nearlyAll(said.slice(0, 200), (cell) => /\d/.test(cell))) return null;
  const orders = said.map(([cell]) => orderOf(cell)).filter((order) => order !== null && order !== 'unclear');
  const most = (['dmy', 'mdy', 'ymd'] as const).map((order) => ({ order, n: orders.filter((said) => said === order).length })).sort((a, b) => b.n - a.n)[0]!;
  const order: DateOrder | null = most.n > 0 ? most.order : said.some(([cell]) => orderOf(cell) === 'unclear') ? 'mdy' : null;
  const times = new Map(said.map(([cell]) => [cell, dateIn(cell, order)]));
  if (!nearlyAll(said, (cell) => !Number.isNaN(times.get(cell)!))) return null;
  return { name, kind: 'date', order, clock: [...times.values()].some((time) => !Number.isNaN(time) && time % DAY !== 0) };
}

function asWords(name: string, said: readonly (readonly [string, number])[], rows: number): ColumnKind {
  if (nearlyAll(said, (cell) => hostIn(cell) !== null)) {
    const hosts = new Map<string, number>();
    for (const [cell, n] of said) {
      const host = hostIn(cell);
      if (host !== null) hosts.set(host, (hosts.get(host) ?? 0) + n);
    }
    return hosts.size > 0.95 * rows && rows >= 50 ? namesTheRecord(name) : { name, kind: 'category', levels: mostFrequent([...hosts]), host: true };
  }
  const words = said.slice(0, 1_000).reduce((sum, [cell]) => sum + (cell.match(/\S*\p{L}\S*/gu) ?? []).length, 0) / Math.min(1_000, said.length);
  if (said.length > 0.3 * rows && said.length > 30 && words >= 3) return { name, kind: 'text' };
  return rows >= 50 && said.length > 0.95 * rows ? namesTheRecord(name) : { name, kind: 'category', levels: mostFrequent(said) };
}

const namesTheRecord = (name: string): ColumnKind => ({ name, kind: 'left_out', why: 'hardly any two rows have the same: it names the record' });

const mostFrequent = (said: readonly (readonly [string, number])[]): string[] =>
  [...said].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, MOST_LEVELS).map(([level]) => level);
