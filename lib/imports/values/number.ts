/**
 * Numbers as people write them: "1,234.50", "1.234,50", "1 234", "1'234.50", "(500)", "500-", "12k", "1,5 Mio.".
 * Exact: a number is its digits and how many of them stand after the point, never a float on the way.
 */
import type { DecimalMark } from '../schema';
import { quoted, type Reading } from './reading';

/** digits / 10^places. */
export interface Decimal {
  digits: bigint;
  places: number;
}

const MAX_LENGTH = 60;
const GROUPS = /[\s\u00a0\u2009\u202f'’_]/;
const THOUSANDS: Readonly<Record<string, bigint>> = {
  k: 1_000n, tsd: 1_000n, t: 1_000n, thousand: 1_000n, tausend: 1_000n, mil: 1_000n, m: 1_000_000n, mm: 1_000_000n, mn: 1_000_000n, mln: 1_000_000n, mio: 1_000_000n,
  million: 1_000_000n, millions: 1_000_000n, millionen: 1_000_000n, b: 1_000_000_000n, bn: 1_000_000_000n, mrd: 1_000_000_000n, md: 1_000_000_000n, billion: 1_000_000_000n, milliarden: 1_000_000_000n,
};

/** "k", "Mio.", "bn": what it multiplies by. */
export const multiplier = (word: string): bigint | null => {
  const key = word.toLowerCase().replace(/\.$/, '');
  return Object.hasOwn(THOUSANDS, key) ? (THOUSANDS[key] ?? null) : null;
};

export interface Parts {
  negative: boolean;
  /** What stands before and after the digits (currency, "k", "%"), trimmed. */
  before: string;
  body: string;
  after: string;
}

/** Takes sign, parentheses and words off; null when there is no number in the middle. */
export function takeApart(text: string): Parts | null {
  let rest = text.trim();
  if (rest.length === 0 || rest.length > MAX_LENGTH) return null;
  let negative = false;
  // Accountants' minus: "(500)", "$(1,234.50)".
  const bracketed = /^([^\d()]*)\(([^()]*)\)([^\d()]*)$/.exec(rest);
  if (bracketed) {
    negative = true;
    rest = `${bracketed[1] as string}${bracketed[2] as string}${bracketed[3] as string}`.trim();
  }
  rest = rest.replace(/([.,])[-–—]{1,2}(?=\s|$|[^\d])/, '$100').replace(/[−–]/g, '-');
  const first = rest.search(/\d/);
  if (first < 0) return null;
  // ".5": the mark belongs to the digits.
  const start = first > 0 && /[.,]/.test(rest.charAt(first - 1)) && !/[\p{L}]/u.test(rest.charAt(first - 2)) ? first - 1 : first;
  let end = rest.length;
  while (end > start && !/\d/.test(rest.charAt(end - 1))) end--;
  const before = rest.slice(0, start).trim();
  const after = rest.slice(end).trim();
  const signs = `${before}${after}`.match(/[-+]/g) ?? [];
  if (signs.length > 1 || (signs.length === 1 && negative)) return null;
  if (signs[0] === '-') negative = true;
  return { negative, before: before.replace(/[-+]/, '').trim(), body: rest.slice(start, end), after: after.replace(/[-+]/, '').trim() };
}

/**
 * What the digits themselves say about the decimal mark: null when nothing ("1234", or "1.234", which can be both).
 * `unclear` tells the second case from the first.
 */
export function markOf(body: string): { mark: DecimalMark | null; unclear: boolean } {
  const dot = body.lastIndexOf('.');
  const comma = body.lastIndexOf(',');
  if (dot < 0 && comma < 0) return { mark: null, unclear: false };
  if (dot >= 0 && comma >= 0) return { mark: dot > comma ? '.' : ',', unclear: false };
  const own: DecimalMark = dot >= 0 ? '.' : ',';
  const at = Math.max(dot, comma);
  // More than once: it parts thousands.
  if (body.indexOf(own) < at) return { mark: own === '.' ? ',' : '.', unclear: false };
  const couldGroup = body.length - at === 4 && /^[1-9]\d{0,2}[.,]/.test(body);
  return couldGroup ? { mark: null, unclear: true } : { mark: own, unclear: false };
}

/** Groups of three, or of two and a last of three as in India; nothing to group is fine too. */
const grouped = (whole: string): boolean => {
  if (/^\d*$/.test(whole)) return true;
  const separators = new Set([...whole].filter((c) => !/\d/.test(c)).map((c) => (GROUPS.test(c) && c !== "'" && c !== '’' ? ' ' : c)));
  if (separators.size > 1) return false;
  const groups = whole.split(/\D/);
  const [first = '', ...rest] = groups;
  if (first.length === 0 || first.length > 3 || rest.at(-1)?.length !== 3) return false;
  return rest.every((group) => group.length === 3) || (first.length <= 2 && rest.slice(0, -1).every((group) => group.length === 2));
};

/** Digits with their marks, to a number. `mark` null: the digits must speak for themselves. */
export function readDigits(body: string, mark: DecimalMark | null): Reading<Decimal> {
  const own = markOf(body);
  if (mark === null && own.unclear) return { error: `${quoted(body)} can be two numbers: choose whether "." or "," is the decimal mark` };
  const point = mark ?? own.mark ?? '.';
  const parts = body.split(point);
  const [whole = '', fraction = ''] = parts;
  if (parts.length > 2 || !/^\d*$/.test(fraction) || !grouped(whole) || (whole === '' && fraction === '')) {
    return { error: mark === null ? `${quoted(body)} is not a number` : `${quoted(body)} is not a number with "${point}" as decimal mark` };
  }
  return { value: { digits: BigInt(`${whole.replace(/\D/g, '')}${fraction}`), places: fraction.length } };
}

/** A bare number: no currency, no unit but "k", "Mio." and the like. */
export function readDecimal(text: string, mark: DecimalMark | null): Reading<Decimal> {
  if (/^-?\d{1,15}$/.test(text)) return { value: { digits: BigInt(text), places: 0 } };
  const scientific = /^([+-]?\d(?:\.\d{1,15})?)[eE]\+?(\d{1,2})$/.exec(text.trim());
  if (scientific) {
    const mantissa = readDigits((scientific[1] as string).replace(/^[+-]/, ''), '.');
    if ('error' in mantissa) return mantissa;
    const sign = text.trim().startsWith('-') ? -1n : 1n;
    return { value: { digits: sign * mantissa.value.digits * 10n ** BigInt(Math.min(Number(scientific[2]), 30)), places: mantissa.value.places } };
  }
  const parts = takeApart(text);
  const factor = parts === null ? null : parts.after === '' ? 1n : multiplier(parts.after);
  if (parts === null || parts.before !== '' || factor === null) return { error: `${quoted(text)} is not a number` };
  const read = readDigits(parts.body, mark);
  return 'error' in read ? read : { value: { digits: read.value.digits * factor * (parts.negative ? -1n : 1n), places: read.value.places } };
}

/** The nearest float: right to its last digit for what people write. */
export function toNumber({ digits, places }: Decimal): number {
  if (places === 0) return Number(digits);
  const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0');
  return Number(`${digits < 0n ? '-' : ''}${text.slice(0, -places)}.${text.slice(-places)}`);
}

/** Times a factor given as a float (1000, 0.01). */
export function times({ digits, places }: Decimal, factor: number): Decimal {
  if (factor === 1) return { digits, places };
  const [whole = '0', fraction = ''] = factor.toFixed(12).replace(/0+$/, '').split('.');
  return { digits: digits * BigInt(`${whole}${fraction}`), places: places + fraction.length };
}
