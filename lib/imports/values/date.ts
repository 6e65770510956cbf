/**
 * Dates in any common form: ISO, 2017/3/1, 01.03.2017, 3/1/17, 1 Mar 2017, Mar 1, 2017, Excel serials, with time and zone.
 * Where day and month could be exchanged the column decides (see survey.ts); a single value never guesses.
 */
import type { DateOrder } from '../schema';
import { isWeekday, monthNamed } from './calendar-words';
import { quoted, type Reading } from './reading';
import { instantOf } from './zone';

const MAX_LENGTH = 80;
const DAY = 86_400_000;
/** Beside month and digits a date may say the weekday and these. */
const FILLERS = new Set(['st', 'nd', 'rd', 'th', 'de', 'del', 'of', 'the', 'der', 'le', 'er']);
interface Time { ms: number; offset: number | null }

/** "14:30", "2:30:05.5 PM +0100", "T14:30Z", "10:00 GMT+0100 (CET)". */
function readTime(text: string): Time | null {
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([ap])?\.?(?:m\b)?\.?\s*(?:uhr|h)?\s*(z|utc|gmt)?\s*([+-]\d{1,2}:?(?:\d{2})?)?\s*(?:\([\p{L}\p{M} .]{0,40}\))?$/iu.exec(text);
  if (!match) return null;
  const [, hours = '', minutes = '', seconds = '0', fraction = '', half = '', zone = '', shift = ''] = match;
  let hour = Number(hours);
  if (half !== '') {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  }
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  const ms = ((hour * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Math.floor(Number(`0.${fraction || '0'}`) * 1000);
  if (shift === '') return { ms, offset: zone === '' ? null : 0 };
  const digits = shift.slice(1).replace(':', '');
  const offset = (Number(digits.length > 2 ? digits.slice(0, -2) : digits) * 60 + (digits.length > 2 ? Number(digits.slice(-2)) : 0)) * 60_000;
  return offset > 18 * 3_600_000 ? null : { ms, offset: shift.startsWith('-') ? -offset : offset };
}

const fullYear = (digits: string): number => (digits.length > 2 ? Number(digits) : Number(digits) + (Number(digits) < 70 ? 2000 : 1900));

type Day = { year: number; month: number; day: number };
/** A date of three numbers before it is known which is which. */
interface Triple { a: string; b: string; c: string; separator: string }

const tripleOf = (text: string): Triple | null => {
  const match = /^(\d{1,4})(\.|\/|-|\s)\s?(\d{1,2})\2\s?(\d{1,4})$/.exec(text);
  return match ? { a: match[1] as string, separator: match[2] as string, b: match[3] as string, c: match[4] as string } : null;
};

/** Orders that the numbers allow. Four digits in front are always year, month, day; dots are how days come first. */
function ordersOf({ a, b, c, separator }: Triple): DateOrder[] {
  const [x, y, z] = [Number(a), Number(b), Number(c)];
  if (a.length > 2) return a.length === 4 ? ['ymd'] : [];
  if (c.length === 3) return [];
  const orders: DateOrder[] = [];
  if (y <= 12 && x <= 31) orders.push('dmy');
  if (x <= 12 && y <= 31 && !(separator === '.' && y <= 12)) orders.push('mdy');
  if (c.length <= 2 && y <= 12 && z <= 31 && x > 31) orders.push('ymd');
  return orders;
}

function dayOf({ a, b, c }: Triple, order: DateOrder): Day {
  if (order === 'ymd') return { year: fullYear(a), month: Number(b), day: Number(c) };
  return { year: fullYear(c), month: Number(order === 'dmy' ? b : a), day: Number(order === 'dmy' ? a : b) };
}

function splitTime(text: string): { date: string; time: string } {
  const at = text.search(/\d{1,2}:\d{2}/);
  if (at <= 0) return { date: text, time: '' };
  return { date: text.slice(0, at).replace(/[\s,]*(?:\bT|\bat|\bum|\bà)?[\s,]*$/i, '').replace(/(\d)T$/i, '$1'), time: text.slice(at) };
}

/** "1 Mar 2017", "Mar 1st, 2017", "2017 March 1", "Mittwoch, 1. März 2017". */
function wordedDay(text: string): Day | null {
  const numbers: string[] = [];
  let month: number | null = null;
  let sure = false;
  for (const token of text.match(/\d+|[\p{L}\p{M}]+/gu) ?? []) {
    if (/^\d/.test(token)) {
      numbers.push(token);
      continue;
    }
    const found = monthNamed(token);
    // "mar" is Tuesday in French and Spanish: a month only when no other word is.
    const maybe = isWeekday(token);
    if (found !== null && !(maybe && sure)) {
      if (sure && month !== null) return null;
      month = found;
      sure = !maybe;
    } else if (!maybe && !FILLERS.has(token.toLowerCase())) {
      return null;
    }
  }
  const [first = '', second = ''] = numbers;
  if (month === null || numbers.length !== 2) return null;
  return first.length === 4 ? { year: Number(first), month, day: Number(second) } : { year: fullYear(second), month, day: Number(first) };
}

/** Does the value say in which order its numbers stand? null: it is no date of three short numbers, or any order gives the same. */
export function orderOf(text: string): DateOrder | 'unclear' | null {
  if (text.length > MAX_LENGTH) return null;
  const triple = tripleOf(splitTime(text.trim()).date);
  if (!triple || triple.a.length > 2) return null;
  const orders = ordersOf(triple);
  if (orders.length === 1) return orders[0] as DateOrder;
  return orders.length === 0 || Number(triple.a) === Number(triple.b) ? null : 'unclear';
}

const ORDER_WORDS: Readonly<Record<DateOrder, string>> = { dmy: 'day, month, year', mdy: 'month, day, year', ymd: 'year, month, day' };
const say = ({ year, month, day }: Day): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(Date.UTC(year, month - 1, day));
const exists = ({ year, month, day }: Day): boolean => {
  const date = new Date(Date.UTC(year, month - 1, day));
  return month >= 1 && month <= 12 && date.getUTCDate() === day && date.getUTCMonth() === month - 1;
};

function dayFromTriple(text: string, triple: Triple, order: DateOrder | null): Reading<Day> {
  const orders = ordersOf(triple);
  if (order && !orders.includes(order) && triple.a.length <= 2 && !(order === 'ymd' && triple.c.length <= 2)) {
    const other = orders.find((o) => exists(dayOf(triple, o)));
    return other
      ? { error: `${quoted(text)} is not a date in the order ${ORDER_WORDS[order]}; is it ${say(dayOf(triple, other))}? Correct it, or choose another date order` }
      : { error: `${quoted(text)} is not a date that exists` };
  }
  if (order && triple.a.length <= 2) return { value: dayOf(triple, order) };
  if (orders.length > 1 && Number(triple.a) !== Number(triple.b)) {
    const [one, two] = orders.map((o) => say(dayOf(triple, o)));
    return { error: `${quoted(text)} can be ${one} or ${two}: choose the date order` };
  }
  const only = orders[0];
  return only ? { value: dayOf(triple, only) } : { error: `${quoted(text)} is not a date that exists` };
}

/** Numbers without marks: Excel serials, 20170301, seconds and milliseconds since 1970. */
function fromDigits(text: string, zone: string): number | null {
  const serial = /^(\d{5})(?:[.,](\d+))?$/.exec(text);
  if (serial) {
    const days = Number(serial[1]);
    const wall = Date.UTC(1899, 11, 30) + days * DAY + Math.round(Number(`0.${serial[2] ?? '0'}`) * 86_400) * 1000;
    return days < 20_000 || days > 80_000 ? null : serial[2] ? instantOf(wall, zone) : wall;
  }
  if (/^\d{10}$/.test(text)) return Number(text) * 1000;
  return /^\d{13}$/.test(text) ? Number(text) : null;
}

/** ISO 8601 in UTC. Days without a time are midnight UTC; times without a zone are taken in `format.timezone`. */
export function readDate(cell: string, format: { order: DateOrder | null; timezone: string }): Reading<string> {
  const text = cell.trim();
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return fromDay(cell, { year: Number(text.slice(0, 4)), month: Number(text.slice(5, 7)), day: Number(text.slice(8)) }, null, format.timezone);
  if (text.length > MAX_LENGTH) return { error: `${quoted(cell)} is not a date` };
  const compact = /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z)?)?$/.exec(text);
  if (compact && (compact[4] === undefined || text.includes('T') || text.length === 14) && exists({ year: Number(compact[1]), month: Number(compact[2]), day: Number(compact[3]) })) {
    const time = compact[4] === undefined ? null : readTime(`${compact[4]}:${compact[5] ?? '00'}:${compact[6] ?? '00'}${compact[7] ?? ''}`);
    return fromDay(cell, { year: Number(compact[1]), month: Number(compact[2]), day: Number(compact[3]) }, time, format.timezone);
  }
  if (/^\d+(?:[.,]\d+)?$/.test(text)) {
    const instant = fromDigits(text, format.timezone);
    return instant === null ? { error: `${quoted(cell)} is a number, not a date: write it like 2017-03-01` } : inRange(cell, instant);
  }
  const { date, time } = splitTime(text);
  const clock = time === '' ? null : readTime(time);
  if (time !== '' && clock === null) return { error: `the time in ${quoted(cell)} cannot be read: write it like 2017-03-01 14:30 or 2017-03-01T14:30:00Z` };
  const plain = date.replace(/^\p{L}{2,10}[.,]?\s+(?=\d)/u, '').trim();
  const triple = tripleOf(plain);
  const day: Reading<Day> | null = triple ? dayFromTriple(cell, triple, format.order) : null;
  if (day && 'error' in day) return day;
  const worded = day ? day.value : wordedDay(date);
  if (!worded) return { error: /^\d{4}[-/.]\d{1,2}$/.test(text) || /^\p{L}{3,10}\.?\s+\d{4}$/u.test(text) ? `${quoted(cell)} names no day: write it like 2017-03-01` : `${quoted(cell)} is not a date: write it like 2017-03-01` };
  return fromDay(cell, worded, clock, format.timezone);
}

const plausible = (year: number): boolean => year >= 1900 && year <= 2200;
const wrongYear = (cell: string, year: number): { error: string } => ({ error: `${quoted(cell)} lies in the year ${year}: correct the year` });

function inRange(cell: string, instant: number): Reading<string> {
  const year = new Date(instant).getUTCFullYear();
  return plausible(year) ? { value: new Date(instant).toISOString() } : wrongYear(cell, year);
}

function fromDay(cell: string, day: Day, time: Time | null, zone: string): Reading<string> {
  // Date.UTC takes 0..99 for years of the last century.
  if (!plausible(day.year)) return wrongYear(cell, day.year);
  if (!exists(day)) return { error: `${quoted(cell)} is not a date that exists` };
  const midnight = Date.UTC(day.year, day.month - 1, day.day);
  if (time === null) return inRange(cell, midnight);
  return inRange(cell, time.offset === null ? instantOf(midnight + time.ms, zone) : midnight + time.ms - time.offset);
}

/** The date `quarters` calendar quarters later: the same day of the month three months on, or that month's last day. Order is kept. */
export function shiftQuarters(iso: string, quarters: number): string {
  if (quarters === 0) return iso;
  const date = new Date(iso);
  const months = date.getUTCFullYear() * 12 + date.getUTCMonth() + 3 * quarters;
  const [year, month] = [Math.floor(months / 12), months % 12];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(date.getUTCDate(), last)) + (((date.getTime() % DAY) + DAY) % DAY)).toISOString();
}
