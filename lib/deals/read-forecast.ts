/** Reads the forecast of a filter: open deals by the month that they are expected to close in, now and as it stood a week ago. */
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { conversionToOwn } from './conversion';
import { filterOf } from './filter';
import { addSums, bucketsFrom, comparable, forecastRow, NOTHING, type ForecastRow } from './forecast';
import { bucketParts, bucketSums, bucketsThen } from './forecast-store';
import { exponentOf } from './money';
import { monthOf, monthStart } from './months';
import type { DealQuery } from './schema';
import { stageTotals } from './views-store';

const WEEK = 7 * 86_400_000;

export type Forecast = {
  currency: string;
  rows: ForecastRow[];
  /** All rows together: their interval is narrower than the sum of theirs, because deals make up for each other. */
  total: ForecastRow;
  /** Won since the first of this month, under the same owner, account and search. */
  won: { count: number; minor: number; unconverted: number };
  weekAgo: string;
};

export const readForecast = (scope: Scope, query: DealQuery, now = new Date()): Promise<Forecast> => transaction(scope, async () => {
  const filter = { ...filterOf(query), status: 'open' as const };
  const { own, factors } = await conversionToOwn(scope);
  const buckets = bucketsFrom(now);
  const then = new Date(now.getTime() - WEEK);

  const sums = await bucketSums(scope, filter, factors, buckets, now);
  const parts = await bucketParts(scope, filter, factors, buckets, now);
  const past = await bucketsThen(scope, { ...filter, month: undefined }, factors.map((f) => ({ ...f, unit: 10 ** exponentOf(f.currency) })), buckets, then, now);
  const { q, owner, account } = filter;
  const won = await stageTotals(scope, { status: 'won', q, owner, account }, factors, now, monthStart(monthOf(now)));

  const rows = buckets.map((bucket) => forecastRow(bucket, sums.get(bucket) ?? NOTHING, parts.get(bucket) ?? null, query.month ? null : comparable(past.get(bucket))));
  const together = [...sums.values()].reduce(addSums, NOTHING);
  const all = buckets.flatMap((bucket) => parts.get(bucket) ?? []);
  const complete = buckets.every((bucket) => (sums.get(bucket)?.count ?? 0) === 0 || parts.has(bucket));
  return {
    currency: own, rows, weekAgo: then.toISOString(),
    total: forecastRow('all', together, complete ? all : null, rows.every(({ count, weekAgo }) => count === 0 || weekAgo !== null) && !query.month ? [...past.values()].reduce((sum, { expected }) => sum + expected, 0) : null),
    won: won.reduce((sum, { count, minor, unconverted }) => ({ count: sum.count + count, minor: sum.minor + minor, unconverted: sum.unconverted + unconverted }), { count: 0, minor: 0, unconverted: 0 }),
  };
});
