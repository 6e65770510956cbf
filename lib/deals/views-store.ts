/** The deals of a filter by stage and by month, each in few queries however many deals there are. */
import { Prisma } from '@/lib/server/db/generated/client';
import { literally } from '@/lib/server/db/like';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { DealFilter } from './filter';
import { closingWindow, type Window } from './months';
import { NEEDS_ATTENTION, NOBODY, type DealQuery } from './schema';

export type Factors = readonly { currency: string; factor: number }[];
export const rates = (factors: Factors) => Prisma.sql`unnest(${factors.map((f) => f.currency)}::text[], ${factors.map((f) => f.factor)}::float8[])`;

const between = (column: Prisma.Sql, { from, to }: Window) =>
  Prisma.sql`(${from ? Prisma.sql`${column} >= ${from}` : Prisma.sql`true`} and ${to ? Prisma.sql`${column} < ${to}` : Prisma.sql`true`})`;

function closing(month: string, now: Date): Prisma.Sql {
  const { open, closed } = closingWindow(month, now);
  const openThen = open === 'undated' ? Prisma.sql`d.expected_close_at is null` : Prisma.sql`d.expected_close_at is not null and ${between(Prisma.sql`d.expected_close_at`, open)}`;
  const closedThen = closed ? Prisma.sql`d.closed_at is not null and ${between(Prisma.sql`d.closed_at`, closed)}` : Prisma.sql`false`;
  return Prisma.sql`((d.status = 'open' and ${openThen}) or (d.status <> 'open' and ${closedThen}))`;
}

/** `dealWhere` (filter.ts) in SQL, over `deal d left join account a`: a test holds the two against each other. */
export function dealCondition({ status, q, owner, stage, account, attention, month }: DealFilter, now: Date): Prisma.Sql {
  const like = q ? `%${literally(q)}%` : '';
  const parts = [
    status && status !== 'all' ? Prisma.sql`d.status = ${status}::stage_kind` : null,
    owner ? (owner === NOBODY ? Prisma.sql`d.owner_id is null` : Prisma.sql`d.owner_id = ${owner}::uuid`) : null,
    stage ? Prisma.sql`d.stage_id = ${stage}::uuid` : null,
    account ? Prisma.sql`d.account_id = ${account}::uuid` : null,
    attention ? Prisma.sql`d.attention >= ${NEEDS_ATTENTION}` : null,
    q ? Prisma.sql`(d.name ilike ${like} or a.name ilike ${like} or d.external_id = ${q})` : null,
    month ? closing(month, now) : null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? Prisma.join(parts, ' and ') : Prisma.sql`true`;
}

/** The order of a stage's cards: that of the table. Text as the database sorts it. */
const CARDS: Record<DealQuery['sort'], Record<DealQuery['dir'], Prisma.Sql>> = {
  attention: { desc: Prisma.sql`d.attention desc, d.amount_minor desc nulls last`, asc: Prisma.sql`d.attention asc, d.amount_minor desc nulls last` },
  name: { desc: Prisma.sql`d.name desc`, asc: Prisma.sql`d.name asc` },
  amount: { desc: Prisma.sql`d.amount_minor desc nulls last`, asc: Prisma.sql`d.amount_minor asc nulls last` },
  close: { desc: Prisma.sql`d.expected_close_at desc nulls last`, asc: Prisma.sql`d.expected_close_at asc nulls last` },
  probability: { desc: Prisma.sql`d.win_probability desc nulls last`, asc: Prisma.sql`d.win_probability asc nulls last` },
  stage: { desc: Prisma.sql`d.stage_entered_at desc`, asc: Prisma.sql`d.stage_entered_at asc` },
  opened: { desc: Prisma.sql`d.opened_at desc`, asc: Prisma.sql`d.opened_at asc` },
  updated: { desc: Prisma.sql`d.updated_at desc`, asc: Prisma.sql`d.updated_at asc` },
};

/** The first `most` deals of each stage, in order. */
export const cardIds = async (scope: Scope, filter: DealFilter, { sort, dir }: Pick<DealQuery, 'sort' | 'dir'>, most: number, now: Date): Promise<{ id: string; stage_id: string }[]> =>
  db(scope).$queryRaw<{ id: string; stage_id: string }[]>`
    select id, stage_id from (
      select d.id, d.stage_id, row_number() over (partition by d.stage_id order by ${CARDS[sort][dir]}, d.id desc) as place
      from deal d left join account a on a.id = d.account_id where ${dealCondition(filter, now)}
    ) r where place <= ${most} order by place`;

export type StageTotals = {
  stage_id: string; count: number;
  /** In minor units of the workspace's currency; what could not be converted is counted, not added. */
  minor: number; unconverted: number;
  /** Sum of amount times chance over deals that have both. */
  expected: number;
  /** Deals with an amount and no chance: not in `expected`. */
  unscored: number;
};

/** What each stage adds up to. `closedSince` leaves out what closed before. */
export const stageTotals = (scope: Scope, filter: DealFilter, factors: Factors, now: Date, closedSince: Date | null = null): Promise<StageTotals[]> => db(scope).$queryRaw<StageTotals[]>`
  select d.stage_id, count(*)::int as count, round(coalesce(sum(d.amount_minor * f.factor), 0))::float8 as minor,
    count(*) filter (where d.amount_minor is not null and f.factor is null)::int as unconverted,
    coalesce(sum(d.amount_minor * f.factor * d.win_probability), 0)::float8 as expected,
    count(*) filter (where d.amount_minor is not null and d.win_probability is null)::int as unscored
  from deal d left join account a on a.id = d.account_id left join ${rates(factors)} as f(currency, factor) on f.currency = d.currency
  where ${dealCondition(filter, now)} and (${closedSince}::timestamptz is null or d.closed_at >= ${closedSince}) group by d.stage_id`;
