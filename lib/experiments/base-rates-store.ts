/** The past of units as an experiment on them would have seen it, in the database. */
import { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';

const { sql } = Prisma;
export type PastUnit = {
  /** When it would have been exposed. */
  since: Date; followed: boolean;
  answers: number; helpful: number; incorrect: number; acted: number; decided: number; right: number; won: number;
  /** By currency, minor units. */
  revenue: Record<string, number> | null;
};

/** `shown`: exposed by looking at advice; else by its being made. `days`: how long each is followed; null: until now. Deals that are held out of advice are left out. */
export const readPastUnits = (scope: Scope, { unit, shown, from, now, days }: { unit: 'deal' | 'account' | 'user'; shown: boolean; from: Date; now: Date; days: number | null }): Promise<PastUnit[]> => {
  const touched = shown
    ? sql`select i.deal_id, s.first_at as at, case when s.principal like 'member:%' then substr(s.principal, 8)::uuid end as member from insight_signal s join insight i on i.id = s.insight_id where s.day >= ${from}::date and s.first_at >= ${from} and s.first_at < ${now} and s.kind = 'seen'`
    : sql`select deal_id, created_at as at, null::uuid as member from insight_run where status = 'completed' and created_at >= ${from} and created_at < ${now}`;
  const id = unit === 'deal' ? sql`d.id` : unit === 'account' ? sql`d.account_id` : sql`t.member`;
  const dealsOf = unit === 'deal' ? sql`d.id = u.id` : unit === 'account' ? sql`d.account_id = u.id` : sql`d.owner_id = u.id`;
  const answersOf = unit === 'user' ? sql`feedback f join insight i on i.id = f.insight_id where f.principal = 'member:' || u.id` : sql`deal d join insight i on i.deal_id = d.id join feedback f on f.insight_id = i.id where ${dealsOf}`;
  const madeSince = shown ? Prisma.empty : sql`and i.created_at >= u.since`;
  return db(scope).$queryRaw`
    with touched as (${touched}),
    u as materialized (
      select id, since, least(${now}::timestamptz, ${days === null ? sql`null::timestamptz` : sql`since + ${days} * interval '1 day'`}) as until, ${days === null ? sql`true` : sql`since + ${days} * interval '1 day' <= ${now}`} as followed
      from (select ${id} as id, min(t.at) as since from touched t join deal d on d.id = t.deal_id
        where ${id} is not null and not exists (select 1 from holdout_assignment h where h.deal_id = d.id and h.arm = 'held_out') group by 1) units)
    select u.since, u.followed, a.answers, a.helpful, a.incorrect, a.acted, i.decided, i.right, o.won, o.revenue from u
    cross join lateral (select count(*) filter (where f.kind is not null)::int as answers, count(*) filter (where f.kind = 'helpful')::int as helpful, count(*) filter (where f.kind = 'incorrect')::int as incorrect,
      count(*) filter (where jsonb_typeof(f.acted_on) = 'object')::int as acted from ${answersOf} and f.updated_at >= u.since and f.updated_at < u.until ${madeSince}) a
    cross join lateral (select count(*)::int as decided, count(*) filter (where i.resolution = 'right')::int as right from deal d join insight i on i.deal_id = d.id
      where ${dealsOf} and i.resolution in ('right', 'wrong') and i.acted_result is null and i.resolved_at >= u.since and i.resolved_at < u.until ${madeSince}) i
    cross join lateral (select coalesce(sum(n), 0)::int as won, jsonb_object_agg(currency, minor) filter (where currency is not null and minor is not null) as revenue from (
      select o.currency, count(*) as n, sum(o.final_minor)::float8 as minor from deal d join outcome o on o.deal_id = d.id where ${dealsOf} and o.kind = 'won' and o.voided_at is null and o.at >= u.since and o.at < u.until group by o.currency) w) o`;
};
