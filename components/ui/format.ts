/** How a person reads numbers, money and dates. Workspace and member settings decide it; nothing is taken from the machine. */
export interface ReadingHabits {
  /** BCP 47 */
  locale: string;
  /** IANA zone */
  timeZone: string;
}

/** English as read around the world: 30 Jun 2026, 14:05, 4.2 M. */
export const defaultHabits: ReadingHabits = { locale: 'en-IE', timeZone: 'UTC' };

/** Making an Intl object costs a hundred times what using it does, and a table formats hundreds of cells. */
const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>();
function once<T extends Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>(kind: string, locale: string, options: object, make: () => T): T {
  const key = `${kind}|${locale}|${JSON.stringify(options)}`;
  const found = made.get(key) as T | undefined;
  if (found) return found;
  const fresh = make();
  made.set(key, fresh);
  return fresh;
}

const numbers = (locale: string, options: Intl.NumberFormatOptions) => once('n', locale, options, () => new Intl.NumberFormat(locale, options));
const dates = (locale: string, options: Intl.DateTimeFormatOptions) => once('d', locale, options, () => new Intl.DateTimeFormat(locale, options));

/** 12,345.6 with at most `digits` decimals. */
export function formatNumber(value: number, { locale }: ReadingHabits = defaultHabits, digits = 0): string {
  return numbers(locale, { maximumFractionDigits: digits }).format(value);
}

/** A share of 1 as a percentage: 0.617 gives 62%. */
export function formatPercent(share: number, { locale }: ReadingHabits = defaultHabits, digits = 0): string {
  return numbers(locale, { style: 'percent', maximumFractionDigits: digits }).format(share);
}

/** Decimals of a currency by ISO 4217 (JPY 0, USD 2, KWD 3). */
function minorDigits(currency: string): number {
  return numbers('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/**
 * Money from minor units with its code behind it: 4820000, USD gives "48,200 USD". The code follows so that amounts align on their
 * last digit. Cents are shown only where there are some; `compact` gives "4.2 M USD", and no cents from a hundred on.
 */
export function formatMoney(minor: number, currency: string, { locale }: ReadingHabits = defaultHabits, compact = false): string {
  const digits = minorDigits(currency);
  const value = minor / 10 ** digits;
  if (compact && Math.abs(value) >= 10_000) {
    const parts = numbers(locale, { notation: 'compact', maximumFractionDigits: 1 }).formatToParts(value);
    const text = parts.map((part) => (part.type === 'compact' ? `\u00a0${part.value}` : part.value.trim() === '' ? '' : part.value)).join('');
    return `${text}\u00a0${currency}`;
  }
  const whole = Number.isInteger(value) || (compact && Math.abs(value) >= 100);
  return `${numbers(locale, { minimumFractionDigits: whole ? 0 : digits, maximumFractionDigits: whole ? 0 : digits }).format(value)}\u00a0${currency}`;
}

export type DateLook = 'day' | 'day-year' | 'minute';

/** A moment in the reader's zone: "30 Jun", "30 Jun 2026", "30 Jun 2026, 14:05". */
export function formatDate(iso: string, look: DateLook = 'day-year', { locale, timeZone }: ReadingHabits = defaultHabits): string {
  const day = { day: 'numeric', month: 'short', timeZone } as const;
  const options: Intl.DateTimeFormatOptions =
    look === 'day' ? day : look === 'day-year' ? { ...day, year: 'numeric' } : { ...day, year: 'numeric', hour: '2-digit', minute: '2-digit' };
  return dates(locale, options).format(new Date(iso));
}

/** Steps of relative time: up to how many of the unit before, and how many seconds one has. */
const steps: readonly (readonly [limit: number, unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  [60, 'second', 1],
  [3600, 'minute', 60],
  [86_400, 'hour', 3600],
  [30 * 86_400, 'day', 86_400],
  [365 * 86_400, 'month', 30.44 * 86_400],
  [Infinity, 'year', 365.25 * 86_400],
];

/** How long before or after `now` a moment is: "9 days ago", "in 2 hours", "now" under a minute. */
export function formatRelative(iso: string, now: string, { locale }: ReadingHabits = defaultHabits): string {
  const seconds = (Date.parse(iso) - Date.parse(now)) / 1000;
  const [, unit, size] = steps.find(([limit]) => Math.abs(seconds) < limit) ?? ([0, 'year', 365.25 * 86_400] as const);
  const format = once('r', locale, { numeric: 'auto' }, () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  return unit === 'second' ? format.format(0, 'second') : format.format(Math.trunc(seconds / size), unit);
}
