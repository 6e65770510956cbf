/** Open deals by the month that they are expected to close in: sums, the deals behind few of them, and the sums of a past moment. */
import { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { MOST_PARTS, type Part } from '@/lib/stats/expected-total';
import type { DealFilter } from './filter';
import { LIKELY, type BucketSums, type PastSums } from './forecast';
import { startOfDay } from './months';
import { dealCondition, rates, type Factors } from './views-store';

/** The bucket (forecast.ts) of a moment: `later` is the last but one of `buckets`. */
function bucketOf(at: Prisma.Sql, buckets: readonly string[], today: Date): Prisma.Sql {
  const later = buckets.at(-2)!;
  return Prisma.sql`case when ${at} is null then 'none' when ${at} < ${today} then 'overdue' when to_char(${at} at time zone 'UTC', 'YYYY-MM') >= ${later.slice(0, 7)} then ${later} else to_char(${at} at time zone 'UTC', 'YYYY-MM') end`;
}

const keyed = <Row extends { bucket: string }>(rows: readonly Row[]): Map<string, Row> => new Map(rows.map((row) => [row.bucket, row]));

export async function bucketSums(scope: Scope, filter: DealFilter, factors: Factors, buckets: readonly string[], now: Date): Promise<Map<string, BucketSums>> {
  const [amount, chance] = [Prisma.sql`d.amount_minor * f.factor`, Prisma.sql`d.win_probability`];
  const rows = await db(scope).$queryRaw<(BucketSums & { bucket: string })[]>`
    select ${bucketOf(Prisma.sql`d.expected_close_at`, buckets, startOfDay(now))} as bucket, count(*)::int as count,
      round(coalesce(sum(${amount}), 0))::float8 as minor,
      round(coalesce(sum(${amount}) filter (where round(${chance}::numeric, 2) >= ${LIKELY}::numeric), 0))::float8 as likely,
      count(*) filter (where d.amount_minor is not null and f.factor is null)::int as unconverted,
      count(*) filter (where f.factor is not null and d.amount_minor is not null and ${chance} is null)::int as unscored,
      coalesce(sum(${amount} * ${chance}), 0)::float8 as expected,
      coalesce(sum(${chance} * (1 - ${chance}) * (${amount}) ^ 2), 0)::float8 as variance,
      coalesce(sum(${amount}) filter (where ${chance} is not null), 0)::float8 as most
    from deal d left join account a on a.id = d.account_id left join ${rates(factors)} as f(currency, factor) on f.currency = d.currency
    where ${dealCondition(filter, now)} group by 1`;
  return keyed(rows);
}

/** The deals of buckets that have few enough for their distribution to be computed. */
export async function bucketParts(scope: Scope, filter: DealFilter, factors: Factors, buckets: readonly string[], now: Date): Promise<Map<string, Part[]>> {
  const rows = await db(scope).$queryRaw<{ bucket: string; amounts: number[]; chances: number[] }[]>`
    select bucket, array_agg(amount) as amounts, array_agg(chance) as chances from (
      select ${bucketOf(Prisma.sql`d.expected_close_at`, buckets, startOfDay(now))} as bucket, coalesce(d.amount_minor * f.factor, 0)::float8 as amount, coalesce(d.win_probability, 0) as chance
      from deal d left join account a on a.id = d.account_id left join ${rates(factors)} as f(currency, factor) on f.currency = d.currency
      where ${dealCondition(filter, now)}
    ) r group by bucket having count(*) <= ${MOST_PARTS}`;
  return new Map(rows.map(({ bucket, amounts, chances }) => [bucket, amounts.map((amount, i) => ({ amount, probability: chances[i]! }))]));
}

/**
 * What each bucket was expected to bring at `then`: the deals that were open then, with the amount, the day and the chance that they
 * had. Filters by owner, stage, attention and search look at the deals as they are now. `unit`: minor units of one major unit.
 */
export async function bucketsThen(scope: Scope, filter: DealFilter, factors: readonly { currency: string; factor: number; unit: number }[], buckets: readonly string[], then: Date, now: Date): Promise<Map<string, PastSums>> {
  const rows = await db(scope).$queryRaw<(PastSums & { bucket: string })[]>`
    select bucket, coalesce(sum(amount * chance), 0)::float8 as expected, count(amount)::int as priced, count(amount * chance)::int as scored from (
      select ${bucketOf(Prisma.sql`p.closes`, buckets, startOfDay(now))} as bucket, p.amount * f.factor as amount, s.probability as chance
      from deal d left join account a on a.id = d.account_id
        left join unnest(${factors.map((f) => f.currency)}::text[], ${factors.map((f) => f.factor)}::float8[], ${factors.map((f) => f.unit)}::float8[]) as f(currency, factor, unit) on f.currency = d.currency
        left join (select distinct on (deal_id) deal_id, before from deal_change where at > ${then} and field = 'amount' order by deal_id, at) ca on ca.deal_id = d.id
        left join (select distinct on (deal_id) deal_id, before from deal_change where at > ${then} and field = 'expectedCloseAt' order by deal_id, at) cc on cc.deal_id = d.id
        left join lateral (select probability from deal_score where deal_id = d.id and at <= ${then} order by at desc limit 1) s on true
        cross join lateral (select
          case when ca.deal_id is null then d.amount_minor::float8 when jsonb_typeof(ca.before) = 'number' then (ca.before #>> '{}')::float8 * f.unit end as amount,
          case when cc.deal_id is null then d.expected_close_at when jsonb_typeof(cc.before) = 'number' then to_timestamp((cc.before #>> '{}')::float8 / 1000) end as closes) p
      where ${dealCondition({ ...filter, status: 'all' }, now)} and (d.status = 'open' or d.closed_at > ${then}) and d.opened_at <= ${then}
    ) r group by bucket`;
  return keyed(rows);
}
