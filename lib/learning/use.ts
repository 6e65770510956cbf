/** Who uses the advice day by day, who comes back, and how soon people act. Pure. */
import { clusteredRate, clusterSums } from '@/lib/stats/clustered-rates';
import { quantileSorted } from '@/lib/stats/quantile';
import type { Delay } from './counts';
import { noMeasure, rateMeasure } from './measures';
import type { LearningMetrics, Measure } from './schema';

const DAY = 86_400_000;
export const DAYS_SHOWN = 30;
/** Weeks whose people are followed into the next. */
export const WEEKS = 8;

type ActiveDay = { person: string; day: string };
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
/** Monday of the week of a day, as a number of weeks since Monday, 5 January 1970. */
const weekOf = (time: number): number => Math.floor((time / DAY - 4) / 7);

/** The first moment whose activity the figures need. */
export const activitySince = (now: Date): Date => new Date(Math.min(now.getTime() - 2 * DAYS_SHOWN * DAY, ((weekOf(now.getTime()) - WEEKS - 1) * 7 + 4) * DAY));

export function peopleByDay(active: readonly ActiveDay[], now: Date): LearningMetrics['use']['days'] {
  const people = new Map<string, Set<string>>();
  for (const { person, day } of active) people.set(day, (people.get(day) ?? new Set()).add(person));
  return Array.from({ length: DAYS_SHOWN }, (_, i) => dayOf(now.getTime() - (DAYS_SHOWN - 1 - i) * DAY)).map((day) => ({ day, people: people.get(day)?.size ?? 0 }));
}

/** `active` holds each person once a day. People a day in the last 30 days beside the 30 before: everybody is counted, so there is no interval. */
export function dailyPeople(active: readonly ActiveDay[], now: Date): Measure {
  const [recent, middle] = [dayOf(now.getTime() - (DAYS_SHOWN - 1) * DAY), dayOf(now.getTime() - (2 * DAYS_SHOWN - 1) * DAY)];
  const now30 = active.filter(({ day }) => day >= recent).length;
  const before30 = active.filter(({ day }) => day >= middle && day < recent).length;
  const value = now30 / DAYS_SHOWN;
  const before = before30 / DAYS_SHOWN;
  return {
    value, low: null, high: null, n: DAYS_SHOWN, groups: null, why: 'Everybody is counted, so there is no interval.',
    compared: { to: 'the 30 days before', value: before, n: DAYS_SHOWN, difference: value - before, low: value - before, high: value - before }, whyNotCompared: null,
  };
}

/** Share of people active in a week who are active in the next, over the last 8 weeks whose next one is over; each person counts as one group. */
export function retentionOf(active: readonly ActiveDay[], now: Date): Measure {
  const thisWeek = weekOf(now.getTime());
  const weeks = new Map<string, Set<number>>();
  for (const { person, day } of active) weeks.set(person, (weeks.get(person) ?? new Set()).add(weekOf(Date.parse(day))));
  const people = [...weeks.values()].map((own) => {
    const followed = [...own].filter((week) => week <= thisWeek - 2 && week >= thisWeek - 1 - WEEKS);
    return { n: followed.length, hits: followed.filter((week) => own.has(week + 1)).length };
  });
  return rateMeasure(clusterSums(people), undefined, { none: 'Nobody used advice in a week whose next week is over.', alone: `Over the last ${WEEKS} weeks; all of them are in it.` });
}

/**
 * Median hours to action. Interval by Woodruff (1952): the interval of the share that lies at or under the median, counted over deals, read off at
 * the quantiles it names.
 */
export function timeToAction(delays: readonly Delay[]): Measure {
  if (delays.length === 0) return noMeasure('Nobody said in this period that they acted on advice.');
  const sorted = delays.map((d) => d.hours).sort((a, b) => a - b);
  const value = quantileSorted(sorted, 0.5);
  const deals = new Map<number, { hits: number; n: number }>();
  for (const { deal, hours } of delays) {
    const own = deals.get(deal) ?? { hits: 0, n: 0 };
    deals.set(deal, { hits: own.hits + (hours <= value ? 1 : 0), n: own.n + 1 });
  }
  if (deals.size < 5) return noMeasure('Too few deals for an interval.', { value, n: sorted.length, groups: deals.size });
  const share = clusteredRate(clusterSums(deals.values()))!;
  return {
    value, low: Math.min(value, quantileSorted(sorted, share.low)), high: Math.max(value, quantileSorted(sorted, share.high)), n: sorted.length, groups: deals.size, why: null,
    compared: null, whyNotCompared: 'Nothing was acted on before it was advised.',
  };
}
