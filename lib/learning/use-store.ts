/** Who uses the advice. People only: what an API key reads is not use. */
import { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { kept, type Filter } from './filter-store';

const { sql } = Prisma;

/** Days (UTC, `YYYY-MM-DD`) on which a person opened, copied or answered advice on a deal in sight, from `since` on; each person once a day. */
export type ActiveDay = { person: string; day: string };
export async function activeDays(scope: Scope, filter: Filter, since: Date): Promise<ActiveDay[]> {
  // Who sees everything unfiltered need not be asked insight by insight whether the deal is in sight.
  const all = scope.sight === 'all' && !filter.type && !filter.prompt && !filter.model && !filter.provider;
  const [row] = await db(scope).$queryRaw<[{ days: string | null }]>`
    with acts as (
      select s.principal, s.day, s.insight_id from insight_signal s where s.day >= ${since}::date
      union all
      select f.principal, c.at::date, f.insight_id from feedback f join feedback_change c on c.feedback_id = f.id where f.updated_at >= ${since} and c.at >= ${since}
      union all
      select f.principal, f.updated_at::date, f.insight_id from feedback f where f.updated_at >= ${since})
    select string_agg(day || ' ' || principal, ',') as days from (
      select distinct a.principal, a.day from acts a ${all ? sql`` : sql`join insight i on i.id = a.insight_id join deal d on d.id = i.deal_id where true ${kept(filter)}`}) people`;
  // Asked here, because policies keep the planner from knowing how many names begin like this.
  return (row.days?.split(',') ?? []).map((act) => ({ day: act.slice(0, 10), person: act.slice(11) })).filter(({ person }) => person.startsWith('member:'));
}

/** Members who have not been removed. */
export const countMembers = (scope: Scope): Promise<number> => db(scope).member.count({ where: { removedAt: null } });
