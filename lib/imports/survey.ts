/**
 * What the columns of a file look like. One pass, a few hundred bytes a column: the first rows are enough to guess by, the whole
 * file settles in which order dates stand and which mark is the decimal one.
 */
import type { CsvRow } from './csv/open-csv';
import { orderOf, readDate } from './values/date';
import { readMoney } from './values/money';
import { markOf, readDigits, takeApart } from './values/number';
import { readPercent } from './values/percent';
import { isEmptyWord, readBoolean } from './values/words';

export const SHAPES = ['email', 'url', 'integer', 'number', 'money', 'percent', 'date', 'serial', 'boolean'] as const;
export type Shape = (typeof SHAPES)[number];

export interface ColumnProfile {
  column: string;
  rows: number;
  /** Cells with something in them. */
  filled: number;
  /** Distinct values in order of appearance, with their counts; no more are kept beyond the limit. */
  values: Map<string, number>;
  /** How many of `looked` cells have the shape. */
  shapes: Record<Shape, number>;
  looked: number;
  orders: { dmy: number; mdy: number; ymd: number; unclear: number; example: string | null };
  marks: { '.': number; ',': number; unclearDot: number; unclearComma: number; example: string | null };
  /** Largest number that stands without a per cent sign. */
  largest: number;
}

const LOOKED = 1000;
const DISTINCT = 100;
const EMAIL = /^[^\s@,;]{1,64}@[^\s@,;]{1,255}\.[^\s@,;.]{2,}$/;
const WEB = /^(?:https?:\/\/\S+|(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}(?:\/\S*)?)$/i;

/** Only what begins like a number, or a currency before one, can bear on dates and decimal marks. */
const NUMERIC = /^(?:[\p{Sc}(+\-.\d−]|\p{L}{1,3}[.$]?\s?[\d(-])/u;

export const isEmail = (text: string): boolean => text.length <= 320 && EMAIL.test(text);
export const isWeb = (text: string): boolean => text.length <= 500 && WEB.test(text);

const fresh = (column: string): ColumnProfile => ({
  column, rows: 0, filled: 0, values: new Map(), looked: 0, largest: -Infinity,
  shapes: { email: 0, url: 0, integer: 0, number: 0, money: 0, percent: 0, date: 0, serial: 0, boolean: 0 },
  orders: { dmy: 0, mdy: 0, ymd: 0, unclear: 0, example: null },
  marks: { '.': 0, ',': 0, unclearDot: 0, unclearComma: 0, example: null },
});

function look(profile: ColumnProfile, text: string): void {
  const { shapes } = profile;
  profile.looked++;
  if (isEmail(text)) shapes.email++;
  else if (isWeb(text)) shapes.url++;
  if (readBoolean(text) !== null) shapes.boolean++;
  if (!/\d/.test(text)) return;
  const order = orderOf(text);
  const bare = /^\d+$/.test(text);
  if ('value' in readDate(text, { order: order === 'unclear' ? 'dmy' : order, timezone: 'UTC' })) {
    if (bare && text.length !== 8) shapes.serial++;
    else shapes.date++;
  }
  const parts = takeApart(text);
  if (!parts) return;
  const mark = markOf(parts.body).mark ?? '.';
  if ('value' in readMoney(text, { decimal: mark, stated: null, fallback: 'USD', scale: 1 })) {
    shapes.money++;
    if (parts.before === '' && parts.after === '') {
      shapes.number++;
      if (/^[\d\s'’.,]+$/.test(parts.body) && !/[.,]\d{1,2}$/.test(parts.body)) shapes.integer++;
    }
  }
  if ('value' in readPercent(text, 'percent', mark)) shapes.percent++;
}

function weigh(profile: ColumnProfile, text: string): void {
  if (/^\d+$/.test(text)) {
    profile.largest = Math.max(profile.largest, Number(text));
    return;
  }
  const order = orderOf(text);
  if (order) {
    profile.orders[order]++;
    if (order === 'unclear') profile.orders.example ??= text;
    return;
  }
  const parts = takeApart(text);
  if (!parts) return;
  const { mark, unclear } = markOf(parts.body);
  const read = readDigits(parts.body, mark ?? '.');
  if ('error' in read) return;
  if (mark !== null) profile.marks[mark]++;
  if (unclear) {
    profile.marks[parts.body.includes('.') ? 'unclearDot' : 'unclearComma']++;
    profile.marks.example ??= text;
  }
  if (!parts.after.includes('%')) profile.largest = Math.max(profile.largest, Number(read.value.digits) / 10 ** read.value.places);
}

/** Adds up what rows show; `profiles` at any time. */
export class Survey {
  readonly profiles: ColumnProfile[];

  constructor(columns: readonly string[]) {
    this.profiles = columns.map(fresh);
  }

  add(row: Pick<CsvRow, 'values'>): void {
    for (let i = 0; i < this.profiles.length; i++) {
      const profile = this.profiles[i] as ColumnProfile;
      const text = (row.values[i] ?? '').trim();
      profile.rows++;
      if (text === '' || isEmptyWord(text, true)) continue;
      profile.filled++;
      const times = profile.values.get(text);
      if (times !== undefined) profile.values.set(text, times + 1);
      else if (profile.values.size < DISTINCT && text.length <= 200) profile.values.set(text, 1);
      if (profile.looked < LOOKED) look(profile, text);
      if (text.length <= 60 && NUMERIC.test(text)) weigh(profile, text);
    }
  }
}

/** Share of the cells looked at that have a shape; null when there were none. */
export const share = (profile: ColumnProfile, shape: Shape): number | null => (profile.looked === 0 ? null : profile.shapes[shape] / profile.looked);
