/** Numbers and dates as a person reads them in an insight. Dates are UTC days; nothing here reads a clock or a locale. */
import { DAY } from '@/lib/deals/history';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const SMALL = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** "1 day", "3 days": `many` is the plural when an s does not make it. */
export const count = (n: number, one: string, many = `${one}s`): string => `${thousands(n)} ${n === 1 ? one : many}`;

/** Small counts as words ("two mails"), larger as digits. */
export const countWord = (n: number, one: string, many = `${one}s`): string => `${SMALL[n] ?? thousands(n)} ${n === 1 ? one : many}`;

/** "once", "twice", "3 times". */
export const times = (n: number): string => (n === 1 ? 'once' : n === 2 ? 'twice' : `${n} times`);

/** Whole days, rounded down as people count them: 9.8 days since is "9 days". */
export const days = (value: number): string => count(Math.max(0, Math.floor(value)), 'day');

export const daysBetween = (from: number, to: number): number => (to - from) / DAY;

export const percent = (fraction: number): string => `${Math.round(fraction * 100)}%`;

/** Difference of two shares in percentage points: "-29 points". */
export const points = (fraction: number): string => {
  const whole = Math.round(fraction * 100);
  return `${whole > 0 ? '+' : ''}${whole === 0 ? 0 : whole} ${Math.abs(whole) === 1 ? 'point' : 'points'}`;
};

/** "-41 to -15 points". */
export const pointsRange = (low: number, high: number): string => `${points(low).split(' ')[0] ?? ''} to ${points(high)}`;

/** "48,200"; cents are dropped. */
export const thousands = (value: number): string => Math.round(value).toString().replace(/\B(?=(\d{3})+(?!\d))/g, ',');

export const money = (amount: number, currency: string): string => `${thousands(amount)} ${currency}`;

/** "3 May", and "3 May 2025" when that is not the year of `now`. */
export function dateWords(at: number, now: number): string {
  const date = new Date(at);
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''}`;
  return date.getUTCFullYear() === new Date(now).getUTCFullYear() ? day : `${day} ${date.getUTCFullYear()}`;
}

/** "2026-06-30", the UTC day. */
export const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** "a", "a and b", "a, b and c". */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;

/** The first `most` words, for a column that holds no more. */
export const firstWords = (text: string, most: number): string => text.trim().split(/\s+/).slice(0, most).join(' ');

/** Sentence case for a text that starts with data or a number word. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
