/** Who uses the advice, and how soon they act on it. People only: what an API key reads is not use. */
import { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { inPeriod, kept, type Filter } from './filter-store';
import type { Period } from './period';

const { sql } = Prisma;

/** Days (UTC, `YYYY-MM-DD`) on which a person opened, copied or answered advice on a deal in sight, from `since` on; each person once a day. */
export type ActiveDay = { person: string; day: string };
export async function activeDays(scope: Scope, filter: Filter, since: Date): Promise<ActiveDay[]> {
  // Who sees everything unfiltered need not be asked insight by insight whether the deal is in sight.
  const all = scope.sight === 'all' && !filter.type && !filter.prompt && !filter.model && !filter.provider;
  const [row] = await db(scope).$queryRaw<[{ days: [string, string][] | null }]>`
    with acts as (
      select s.principal, s.day, s.insight_id from insight_signal s where s.day >= ${since}::date
      union all
      select f.principal, c.at::date, f.insight_id from feedback f join feedback_change c on c.feedback_id = f.id where f.updated_at >= ${since} and c.at >= ${since}
      union all
      select f.principal, f.updated_at::date, f.insight_id from feedback f where f.updated_at >= ${since})
    select json_agg(json_build_array(principal, day)) as days from (
      select distinct a.principal, a.day from acts a ${all ? sql`` : sql`join insight i on i.id = a.insight_id join deal d on d.id = i.deal_id`} where a.principal like 'member:%' ${all ? sql`` : kept(filter)}) people`;
  return (row.days ?? []).map(([person, day]) => ({ person, day }));
}

/** Members who have not been removed. */
export const countMembers = (scope: Scope): Promise<number> => db(scope).member.count({ where: { removedAt: null } });

/** Hours from when an insight was first seen to when somebody first said that they acted on it, for those acted on in the period. */
export type Delay = { deal: string; hours: number };
export async function delaysToAction(scope: Scope, filter: Filter, period: Period): Promise<Delay[]> {
  const [row] = await db(scope).$queryRaw<[{ delays: [string, number][] | null }]>`
    with acted as (
      select i.id, i.deal_id, coalesce(i.shown_at, i.created_at) as seen_at, min(coalesce(c.at, f.updated_at)) as at
      from feedback f join insight i on i.id = f.insight_id join deal d on d.id = i.deal_id
        left join lateral (select min(at) as at from feedback_change where feedback_id = f.id and jsonb_typeof(answer->'actedOn') = 'object') c on true
      where f.acted_on is not null ${period.from ? sql`and f.updated_at >= ${period.from}` : sql``} ${kept(filter)} group by i.id)
    select json_agg(json_build_array(deal_id, greatest(0, extract(epoch from at - seen_at)::float8 / 3600))) as delays
    from acted where ${inPeriod(sql`at`, period)}`;
  return (row.delays ?? []).map(([deal, hours]) => ({ deal, hours }));
}
