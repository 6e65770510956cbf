/** Quarters of the calendar as a workspace reads it. Pure. */
import { DAY } from '@/lib/deals/history';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) formats.set(zone, (format = new Intl.DateTimeFormat('en-u-ca-gregory', { timeZone: zone, year: 'numeric', month: 'numeric' })));
  return format;
}

/**
 * Number of the quarter that a close date lies in: four a year, ascending. A date is stored as midnight UTC and means that day
 * wherever one is; a moment with a time of day lies in the quarter that it is there, in `zone` (IANA).
 */
export function quarterOf(at: number, zone: string): number {
  const parts = formatIn(at % DAY === 0 ? 'UTC' : zone).formatToParts(at);
  const value = (type: 'year' | 'month') => Number(parts.find((part) => part.type === type)?.value);
  return value('year') * 4 + Math.floor((value('month') - 1) / 3);
}

/** "the second quarter of 2026" in short: "Q2 2026". */
export const quarterWords = (quarter: number): string => `Q${(quarter % 4) + 1} ${Math.floor(quarter / 4)}`;
