/** What Home says in sentences. Pure: every number comes from the report. */
import { formatMoney, formatNumber, type ReadingHabits } from '@/components/ui/format';
import type { Home, Sum, Weekly } from '@/lib/home/report';

const count = (n: number, one: string, habits: ReadingHabits, many = `${one}s`): string => `${formatNumber(n, habits)} ${n === 1 ? one : many}`;

/** "412,000 USD", and how many deals are left out of it for want of a rate. */
export function worth({ minor, unconverted }: Sum, currency: string, habits: ReadingHabits): string {
  const text = formatMoney(minor, currency, habits, true);
  return unconverted === 0 ? text : `${text} and ${count(unconverted, 'deal', habits)} without an exchange rate`;
}

const need = (n: number): string => (n === 1 ? 'needs' : 'need');
const have = (n: number): string => (n === 1 ? 'has' : 'have');

/** The one line of the page: what needs the reader now, or that nothing does. */
export function homeLine({ open, closing, insights, workspace }: Home, habits: ReadingHabits): string {
  if (open.count === 0) return workspace.deals ? 'No open deal is in your sight.' : 'This workspace has no deals yet.';
  const mine = insights.whose === 'mine' ? insights.waiting : 0;
  const parts = [
    open.attention > 0 ? `${formatNumber(open.attention, habits)} of ${count(open.count, 'open deal', habits)} ${need(open.attention)} attention` : null,
    closing.overdue > 0 ? `${count(closing.overdue, 'close date', habits)} ${have(closing.overdue)} passed` : null,
    mine > 0 ? `${count(mine, 'insight', habits)} ${mine === 1 ? 'waits' : 'wait'} for your answer` : null,
  ].filter((part) => part !== null);
  if (parts.length > 0) return `${parts.join(', ')}.`;
  return `Nothing needs you. ${onTrack(open, habits)}`;
}

/** "37 open deals are on track." */
export const onTrack = ({ count: n }: Pick<Home['open'], 'count'>, habits: ReadingHabits): string => `${count(n, 'open deal', habits)} ${n === 1 ? 'is' : 'are'} on track.`;

export const attentionLine = ({ open, currency }: Home, habits: ReadingHabits): string =>
  `${worth(open.attentionWorth, currency, habits)} of ${worth(open.worth, currency, habits)} in open deals, the most pressing first.`;

export function movedLine({ up, down }: Home['moved'], habits: ReadingHabits): string {
  const rose = `rose on ${count(up, 'deal', habits)}`;
  const fell = `fell on ${count(down, 'deal', habits)}`;
  const what = up === 0 ? fell : down === 0 ? rose : `${rose} and ${fell}`;
  return `In the last 7 days the chance to win ${what}, by 2 points or more.`;
}

export function closingLine({ overdue, due, dueWorth, closedBefore }: Home['closing'], currency: string, habits: ReadingHabits): string {
  const passed = overdue === 0 ? '' : `${count(overdue, 'close date', habits)} ${have(overdue)} passed. `;
  const next = due === 0 ? 'None is due in the next 14 days' : `${count(due, 'deal', habits)}, ${worth(dueWorth, currency, habits)}, ${due === 1 ? 'is' : 'are'} due in the next 14 days`;
  return `${passed}${next}; ${closedBefore === 0 ? 'none' : formatNumber(closedBefore, habits)} closed in the 14 days before.`;
}

export function insightsLine({ whose, waiting, deals, answered }: Home['insights'], habits: ReadingHabits): string {
  const open = count(waiting, 'insight', habits);
  const state =
    waiting === 0 ? (whose === 'mine' ? 'You have answered every open insight.' : 'Every open insight has an answer.')
    : whose === 'mine' ? `${open} on ${count(deals, 'deal', habits)} ${waiting === 1 ? 'waits' : 'wait'} for your answer.`
    : `${open} on ${count(deals, 'deal', habits)} ${have(waiting)} no answer yet.`;
  return `${state} ${count(answered.now, 'answer', habits)} in the last 7 days, ${formatNumber(answered.before, habits)} in the 7 before.`;
}

export function closedLine({ won, lost, wonWorth }: Home['closed'], currency: string, habits: ReadingHabits): string {
  const value = won.now > 0 ? ` (${worth(wonWorth, currency, habits)})` : '';
  return `${formatNumber(won.now, habits)} won${value} and ${formatNumber(lost.now, habits)} lost in the last 7 days; ${formatNumber(won.before, habits)} won and ${formatNumber(lost.before, habits)} lost in the 7 before.`;
}

/** Null when nothing failed in the last seven days. */
export function failuresLine(failures: Home['failures'], habits: ReadingHabits): string | null {
  if (!failures) return null;
  const kinds: [Weekly | null, string][] = [[failures.imports, 'import'], [failures.jobs, 'job']];
  const failed = kinds.flatMap(([weekly, noun]) => (weekly && weekly.now > 0 ? [count(weekly.now, noun, habits)] : []));
  if (failed.length === 0) return null;
  const before = kinds.reduce((n, [weekly]) => n + (weekly?.before ?? 0), 0);
  return `${failed.join(' and ')} failed in the last 7 days; ${before === 0 ? 'none' : formatNumber(before, habits)} in the 7 before.`;
}
