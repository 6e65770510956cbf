/** Months and what they hold, in words. Pure. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2026-11` is "Nov 2026". */
export const monthWords = (month: string): string => `${MONTHS[Number(month.slice(5, 7)) - 1] ?? month} ${month.slice(0, 4)}`;

/** What the filter `month` keeps: "Nov 2026", "May 2027 or later", "overdue", "no date". */
export function closingWords(month: string): string {
  if (month === 'overdue') return 'overdue';
  if (month === 'none') return 'no date';
  return month.endsWith('..') ? `${monthWords(month)} or later` : monthWords(month);
}

/** A row of the forecast: "Overdue", "Nov 2026", "May 2027 or later", "No date". */
export const bucketWords = (bucket: string): string => (bucket === 'overdue' ? 'Overdue' : bucket === 'none' ? 'No date' : closingWords(bucket));

type Worth = { expected: number; weekAgo: number | null };

/** "up 40 K USD since a week ago", or nothing where that is not known. */
export function sinceWeekAgo({ expected, weekAgo }: Worth, money: (minor: number) => string): string | undefined {
  if (weekAgo === null) return undefined;
  const change = expected - weekAgo;
  const words = money(Math.abs(change));
  return words === money(0) ? 'as a week ago' : `${change > 0 ? 'up' : 'down'} ${words} since a week ago`;
}

/** What the chart shows, in a sentence: the month that most is expected from, of those that have a name. */
export function findingOf({ rows }: { rows: readonly { bucket: string; count: number; expected: number }[] }, money: (minor: number) => string): string {
  const months = rows.filter(({ bucket }) => /^\d{4}-\d{2}$/.test(bucket));
  const [overdue, undated] = ['overdue', 'none'].map((bucket) => rows.find((row) => row.bucket === bucket)?.count ?? 0);
  const best = months.reduce<(typeof months)[number] | null>((top, row) => (row.expected > (top?.expected ?? 0) ? row : top), null);
  if (!best) return overdue! > 0 || undated! > 0 ? 'No deal is expected in the coming months: their dates are past or not set' : 'Nothing is expected in the coming months';
  return `Most is expected in ${monthWords(best.bucket)}: ${money(best.expected)}`;
}
