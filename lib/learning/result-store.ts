/** How deals ended: by the action that was taken on advice, by whether any was, and by the arm of the comparison they are in. */
import { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { CensoredUnit } from '@/lib/stats/censored-effect';
import { inPeriod, kept, type Filter } from './filter-store';
import type { Period } from './period';

const { sql } = Prisma;
const closedIn = (period: Period): Prisma.Sql => sql`d.status <> 'open' and ${inPeriod(sql`d.closed_at`, period)}`;

export type ActionCount = { action: string; insights: number; takenN: number; takenWon: number; otherN: number; otherWon: number };

/** Closed deals by kind of action: in which it was taken on advice, and in which it was suggested to somebody and nobody said that they took it. */
export const countActions = (scope: Scope, filter: Filter, period: Period): Promise<ActionCount[]> => db(scope).$queryRaw<ActionCount[]>`
  with closed as materialized (
    select i.id, i.deal_id, d.status = 'won' as won from insight i join deal d on d.id = i.deal_id where i.shown_at is not null and ${closedIn(period)} ${kept(filter)}),
  taken as (
    select c.deal_id, coalesce(f.acted_on->>'type', 'other') as action, bool_or(c.won) as won, count(distinct c.id)::int as insights
    from closed c join feedback f on f.insight_id = c.id where f.acted_on is not null group by 1, 2),
  suggested as (select c.deal_id, a.type as action, bool_or(c.won) as won from closed c join insight_action a on a.insight_id = c.id group by 1, 2)
  select coalesce(t.action, s.action) as action, coalesce(sum(t.insights), 0)::int as insights,
    (count(*) filter (where t.deal_id is not null))::int as "takenN", (count(*) filter (where t.won))::int as "takenWon",
    (count(*) filter (where t.deal_id is null))::int as "otherN", (count(*) filter (where t.deal_id is null and s.won))::int as "otherWon"
  from suggested s full join taken t on t.deal_id = s.deal_id and t.action = s.action group by 1 order by "takenN" desc, 1`;

type Assigned = { shown: number; heldOut: number; units: CensoredUnit[] };
/**
 * The deals that were drawn for an arm: how many, and while some are held out each as it stands at `now`, with its days since then to its end, or so far.
 * One that came under a share of nought was shown without a draw, and would be compared with deals of another time. Deals of an owner, arm, share and end travel as one list.
 */
export async function assignedDeals(scope: Scope, now: Date): Promise<Assigned> {
  const rows = await db(scope).$queryRaw<{ arm: CensoredUnit['arm']; cluster: string; share: number; end: CensoredUnit['end']; deals: number; waited: string | null }[]>`
    select h.arm, coalesce(h.owner_id::text, 'nobody') as cluster, h.share, d.status::text as end, count(*)::int as deals,
      string_agg((date_part('epoch', coalesce(d.closed_at, ${now}) - h.assigned_at) * 1000)::bigint::text, ' ') filter (where (select exists (select 1 from holdout_assignment where arm = 'held_out' and share > 0))) as waited
    from holdout_assignment h join deal d on d.id = h.deal_id where h.share > 0 group by h.arm, h.owner_id, h.share, d.status`;
  const count = (arm: CensoredUnit['arm']) => rows.reduce((sum, row) => sum + (row.arm === arm ? row.deals : 0), 0);
  return {
    shown: count('shown'), heldOut: count('held_out'),
    units: rows.flatMap(({ arm, cluster, share, end, waited }) => waited?.split(' ').map((ms) => ({ arm, cluster, stratum: share, end, days: Math.max(0, Number(ms) / 86_400_000) })) ?? []),
  };
}

type Factors = readonly { currency: string; factor: number }[];
/** What the deals were worth that were won in the period with advice shown by the draw of the arms, in the workspace's currency. */
export async function wonWhileShown(scope: Scope, factors: Factors, period: Period): Promise<{ minor: number; deals: number; unconverted: number }> {
  const [row] = await db(scope).$queryRaw<[{ minor: number; deals: number; unconverted: number }]>`
    select round(coalesce(sum(d.amount_minor * f.factor), 0))::float8 as minor, count(*)::int as deals,
      (count(*) filter (where d.amount_minor is not null and f.factor is null))::int as unconverted
    from deal d join holdout_assignment h on h.deal_id = d.id and h.arm = 'shown'
      left join unnest(${factors.map((f) => f.currency)}::text[], ${factors.map((f) => f.factor)}::float8[]) as f(currency, factor) on f.currency = d.currency
    where d.status = 'won' and ${inPeriod(sql`d.closed_at`, period)}`;
  return row;
}
