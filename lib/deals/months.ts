/** Months that deals close in, in UTC, as a filter says them and as the forecast counts them. Pure. */

const pad = (n: number) => String(n).padStart(2, '0');

/** `YYYY-MM` of a moment. */
export const monthOf = (at: Date): string => `${at.getUTCFullYear()}-${pad(at.getUTCMonth() + 1)}`;

/** First moment of a month (`YYYY-MM`), `plus` months later. */
export function monthStart(month: string, plus = 0): Date {
  const [year, number] = month.split('-').map(Number);
  const at = new Date(0);
  at.setUTCFullYear(year!, number! - 1 + plus, 1);
  return at;
}

export const startOfDay = (at: Date): Date => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()));

export type Window = { from: Date | null; to: Date | null };

/**
 * What a `month` filter keeps: open deals expected to close in `open` (`undated`: those without a date), closed ones that closed in
 * `closed` (null: none). An open deal whose day is past is overdue and in no month: each open deal is in exactly one of overdue, the
 * months from this one on, and none.
 */
export function closingWindow(month: string, now: Date): { open: Window | 'undated'; closed: Window | null } {
  const today = startOfDay(now);
  if (month === 'none') return { open: 'undated', closed: null };
  if (month === 'overdue') return { open: { from: null, to: today }, closed: null };
  const first = month.slice(0, 7);
  const [from, to] = [monthStart(first), month.endsWith('..') ? null : monthStart(first, 1)];
  return { open: { from: from > today ? from : today, to }, closed: { from, to } };
}
