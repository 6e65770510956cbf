/** The stretch of time that is asked about, and the one before it that it is compared with. Pure. */
import type { LearningQuery } from './schema';

const DAY = 86_400_000;

export type Period = {
  /** Null: from the beginning. */
  from: Date | null;
  /** Excluded. */
  to: Date;
  /** Start of the stretch of the same length before; null when there is none. */
  before: Date | null;
  /** "the last 90 days" */
  words: string;
  /** "the 90 days before" */
  beforeWords: string | null;
};

const dayStart = (day: string): Date => new Date(`${day}T00:00:00Z`);

/** Days are UTC and both ends count; ends given the wrong way round are turned. A figure belongs to the day on which what it counts happened. */
export function periodOf({ period, from, to }: Pick<LearningQuery, 'period' | 'from' | 'to'>, now: Date): Period {
  if (from !== undefined || to !== undefined) {
    const turned = from !== undefined && to !== undefined && from > to;
    const [first, last] = turned ? [to, from] : [from, to];
    const until = last === undefined ? now : new Date(dayStart(last).getTime() + DAY);
    const words = first === undefined ? `until ${last}` : last === undefined ? `since ${first}` : `${first} to ${last}`;
    if (first === undefined) return { from: null, to: until, before: null, words, beforeWords: null };
    const start = dayStart(first);
    const days = Math.max(1, Math.round((until.getTime() - start.getTime()) / DAY));
    return { from: start, to: until, before: new Date(start.getTime() - days * DAY), words, beforeWords: days === 1 ? 'the day before' : `the ${days} days before` };
  }
  if (period === 'all') return { from: null, to: now, before: null, words: 'since the beginning', beforeWords: null };
  const days = Number(period);
  const start = new Date(now.getTime() - days * DAY);
  return { from: start, to: now, before: new Date(start.getTime() - days * DAY), words: `the last ${days} days`, beforeWords: `the ${days} days before` };
}
