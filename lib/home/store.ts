/**
 * What Home counts, in few queries over the indexes of `deal`. Deals come through row-level security; scores, insights and answers
 * are tenant-wide rows, so they are read through their deal.
 */
import { NEEDS_ATTENTION } from '@/lib/deals/schema';
import { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import { principalKey, type Scope } from '@/lib/server/scope';
import type { ClosedDeal, ClosingDeal, Failure, Home, HomeDeal, NextAction, ScoreStep, Sum, WaitingInsight, Weekly } from './report';

type Factors = readonly { currency: string; factor: number }[];
const rates = (factors: Factors) => Prisma.sql`unnest(${factors.map((f) => f.currency)}::text[], ${factors.map((f) => f.factor)}::float8[])`;
/** Columns of a sum in the workspace's currency over the deals that `filter` keeps. */
const sum = (filter: Prisma.Sql) => Prisma.sql`
  round(coalesce(sum(d.amount_minor * f.factor) filter (where ${filter}), 0))::float8 as minor,
  count(*) filter (where ${filter} and d.amount_minor is not null and f.factor is null)::int as unconverted`;
/** Less than two points is not worth a line. */
const MOVED = 0.02;

/** Whether there are deals at all, somebody beside the reader, and an import that went through. */
export async function workspaceHas(scope: Scope): Promise<Home['workspace']> {
  const [row] = await db(scope).$queryRaw<[Home['workspace']]>`
    select exists (select 1 from deal) as deals, (select count(*) from member where user_id is not null and removed_at is null) > 1 as colleagues,
      exists (select 1 from import where status = 'completed' and not dry_run) as imports`;
  return row;
}

export async function openTotals(scope: Scope, factors: Factors): Promise<{ count: number; attention: number; worth: Sum; attentionWorth: Sum }> {
  const rows = await db(scope).$queryRaw<(Sum & { urgent: boolean; count: number })[]>`
    select d.attention >= ${NEEDS_ATTENTION} as urgent, count(*)::int as count, ${sum(Prisma.sql`true`)}
    from deal d left join ${rates(factors)} as f(currency, factor) on f.currency = d.currency where d.status = 'open' group by 1`;
  const none = { count: 0, minor: 0, unconverted: 0 };
  const [urgent, calm] = [rows.find((r) => r.urgent) ?? none, rows.find((r) => !r.urgent) ?? none];
  return {
    count: urgent.count + calm.count, attention: urgent.count, attentionWorth: { minor: urgent.minor, unconverted: urgent.unconverted },
    worth: { minor: urgent.minor + calm.minor, unconverted: urgent.unconverted + calm.unconverted },
  };
}

/** Open deals that need attention: the most pressing first, among those the most valuable. */
export const attentionIds = async (scope: Scope, factors: Factors, most: number): Promise<string[]> => (await db(scope).$queryRaw<{ id: string }[]>`
  select d.id from deal d left join ${rates(factors)} as f(currency, factor) on f.currency = d.currency
  where d.status = 'open' and d.attention >= ${NEEDS_ATTENTION} order by d.attention desc, d.amount_minor * f.factor desc nulls last, d.id limit ${most}`).map((d) => d.id);

/** On a held-out deal nobody is shown any advice (lib/holdout). */
const ADVICE_IS_SHOWN = Prisma.sql`not exists (select 1 from holdout_assignment h where h.deal_id = i.deal_id and h.arm = 'held_out')`;

/** The first action of the insight that stands first, by deal. */
export async function nextActions(scope: Scope, dealIds: readonly string[]): Promise<Map<string, NextAction>> {
  const rows = await db(scope).$queryRaw<{ deal_id: string; title: string; owner: string | null; due: Date }[]>`
    select distinct on (i.deal_id) i.deal_id, a.title, a.owner, i.created_at + make_interval(days => a.due_in_days) as due
    from insight i join deal d on d.id = i.deal_id join insight_action a on a.insight_id = i.id
    where i.deal_id = any(${dealIds}::uuid[]) and i.superseded_at is null and i.disposition = 'open' and i.resolution = 'pending' and ${ADVICE_IS_SHOWN}
    order by i.deal_id, (i.type = 'next_action') desc, i.position, a.position`;
  return new Map(rows.map(({ deal_id, due, ...action }) => [deal_id, { ...action, due: due.toISOString() }]));
}

export type Movement = { id: string; before: number; now: number };

/** Open deals whose chance moved since `since` (a younger deal: since its first score), the furthest first; and how many rose and fell. */
export async function movements(scope: Scope, since: Date, most: number): Promise<{ up: number; down: number; rows: Movement[] }> {
  const rows = await db(scope).$queryRaw<(Movement & { up: number; down: number })[]>`
    with recent as (select deal_id, (array_agg(probability order by at))[1] as first from deal_score where at > ${since} group by deal_id),
    moved as (
      select d.id, d.win_probability as now,
        coalesce((select s.probability from deal_score s where s.deal_id = d.id and s.at <= ${since} order by s.at desc limit 1), r.first) as before
      from recent r join deal d on d.id = r.deal_id where d.status = 'open' and d.win_probability is not null)
    select id, before, now, (count(*) filter (where now > before) over ())::int as up, (count(*) filter (where now < before) over ())::int as down
    from moved where abs(now - before) >= ${MOVED} order by abs(now - before) desc, id limit ${most}`;
  return { up: rows[0]?.up ?? 0, down: rows[0]?.down ?? 0, rows: rows.map(({ id, before, now }) => ({ id, before, now })) };
}

/** The scores of these deals after `since`, oldest first. */
export async function stepsSince(scope: Scope, dealIds: readonly string[], since: Date): Promise<Map<string, ScoreStep[]>> {
  const rows = await db(scope).dealScore.findMany({
    where: { dealId: { in: [...dealIds] }, at: { gt: since } }, select: { dealId: true, probability: true, cause: true }, orderBy: [{ at: 'asc' }, { id: 'asc' }],
  });
  const steps = new Map<string, ScoreStep[]>();
  for (const { dealId, ...step } of rows) steps.set(dealId, [...(steps.get(dealId) ?? []), step]);
  return steps;
}

export type Closing = Pick<ClosingDeal, 'id' | 'overdue'>;

/** Expected closes that passed before `passed`, and those from then until `until`. */
export async function closingTotals(scope: Scope, factors: Factors, passed: Date, until: Date): Promise<{ overdue: number; due: number; dueWorth: Sum }> {
  const due = Prisma.sql`d.expected_close_at > ${passed}`;
  const [row] = await db(scope).$queryRaw<[Sum & { overdue: number; due: number }]>`
    select count(*) filter (where not ${due})::int as overdue, count(*) filter (where ${due})::int as due, ${sum(due)}
    from deal d left join ${rates(factors)} as f(currency, factor) on f.currency = d.currency where d.status = 'open' and d.expected_close_at <= ${until}`;
  return { overdue: row.overdue, due: row.due, dueWorth: { minor: row.minor, unconverted: row.unconverted } };
}

/** The most valuable overdue deals, then the next that are due. */
export async function closingIds(scope: Scope, factors: Factors, passed: Date, until: Date, most: { overdue: number; due: number }): Promise<Closing[]> {
  const overdue = await db(scope).$queryRaw<{ id: string }[]>`
    select d.id from deal d left join ${rates(factors)} as f(currency, factor) on f.currency = d.currency
    where d.status = 'open' and d.expected_close_at <= ${passed} order by d.amount_minor * f.factor desc nulls last, d.expected_close_at, d.id limit ${most.overdue}`;
  const due = await db(scope).deal.findMany({
    where: { status: 'open', expectedCloseAt: { gt: passed, lte: until } }, select: { id: true },
    orderBy: [{ expectedCloseAt: 'asc' }, { amountMinor: { sort: 'desc', nulls: 'last' } }, { id: 'asc' }], take: most.due,
  });
  return [...overdue.map(({ id }) => ({ id, overdue: true })), ...due.map(({ id }) => ({ id, overdue: false }))];
}

export const closedBetween = (scope: Scope, from: Date, to: Date): Promise<number> =>
  db(scope).deal.count({ where: { status: { not: 'open' }, closedAt: { gt: from, lte: to } } });

export async function closedTotals(scope: Scope, factors: Factors, week: Date, before: Date): Promise<{ won: Weekly; lost: Weekly; wonWorth: Sum }> {
  const latest = Prisma.sql`d.closed_at > ${week}`;
  const count = (status: Prisma.Sql, when: Prisma.Sql) => Prisma.sql`count(*) filter (where d.status = ${status} and ${when})::int`;
  const [won, lost, earlier] = [Prisma.sql`'won'`, Prisma.sql`'lost'`, Prisma.sql`not ${latest}`];
  const [r] = await db(scope).$queryRaw<[Sum & Record<'won' | 'lost' | 'won_before' | 'lost_before', number>]>`
    select ${count(won, latest)} as won, ${count(lost, latest)} as lost, ${count(won, earlier)} as won_before, ${count(lost, earlier)} as lost_before,
      ${sum(Prisma.sql`d.status = 'won' and ${latest}`)}
    from deal d left join ${rates(factors)} as f(currency, factor) on f.currency = d.currency where d.status <> 'open' and d.closed_at > ${before}`;
  return { won: { now: r.won, before: r.won_before }, lost: { now: r.lost, before: r.lost_before }, wonWorth: { minor: r.minor, unconverted: r.unconverted } };
}

export const closedIds = async (scope: Scope, since: Date, most: number): Promise<string[]> =>
  (await db(scope).deal.findMany({ where: { status: { not: 'open' }, closedAt: { gt: since } }, select: { id: true }, orderBy: [{ closedAt: 'desc' }, { id: 'desc' }], take: most })).map((d) => d.id);

/** Everything a row says of these deals, by id. */
export type FullDeal = HomeDeal & {
  attention: number; topReason: string | null; expectedCloseAt: string | null; slips: number; status: ClosedDeal['status'] | 'open'; closedAt: string | null; closeReason: string | null;
};
export async function homeDeals(scope: Scope, ids: readonly string[]): Promise<Map<string, FullDeal>> {
  const rows = await db(scope).deal.findMany({
    where: { id: { in: [...ids] } },
    select: {
      id: true, name: true, amountMinor: true, currency: true, winProbability: true, winLow: true, winHigh: true, attention: true, topReason: true, expectedCloseAt: true, slips: true,
      status: true, closedAt: true, closeReason: true, simulatedFields: true, account: { select: { name: true } }, stage: { select: { name: true } }, owner: { select: { name: true } },
    },
  });
  return new Map(rows.map(({ winProbability, winLow, winHigh, ...d }) => [d.id, {
    ...d, account: d.account?.name ?? null, stage: d.stage.name, owner: d.owner?.name ?? null, amountMinor: d.amountMinor === null ? null : Number(d.amountMinor),
    probability: winProbability, low: winLow, high: winHigh, expectedCloseAt: d.expectedCloseAt?.toISOString() ?? null, closedAt: d.closedAt?.toISOString() ?? null,
  }]));
}

/** An answer that says something: one that was taken back is none. */
const ANSWERED = Prisma.sql`(f.kind is not null or f.stars is not null or f.text is not null or f.acted_on is not null or f.dismissed_at is not null)`;
const by = (scope: Scope, whose: 'mine' | 'anybody') => (whose === 'mine' ? Prisma.sql`f.principal = ${principalKey(scope)}` : Prisma.sql`true`);

/** Insights that stand on open deals in sight without an answer of the asked person (or of anybody), the gravest first. */
export async function waitingInsights(scope: Scope, whose: 'mine' | 'anybody', most: number): Promise<{ waiting: number; deals: number; rows: WaitingInsight[] }> {
  const waiting = Prisma.sql`
    from insight i join deal d on d.id = i.deal_id
    where i.superseded_at is null and i.resolution = 'pending' and i.disposition = 'open' and d.status = 'open' and ${ADVICE_IS_SHOWN}
      and not exists (select 1 from feedback f where f.insight_id = i.id and ${by(scope, whose)} and ${ANSWERED})`;
  const [count] = await db(scope).$queryRaw<[{ waiting: number; deals: number }]>`select count(*)::int as waiting, count(distinct d.id)::int as deals ${waiting}`;
  const rows = count.waiting === 0 ? [] : await db(scope).$queryRaw<(Omit<WaitingInsight, 'createdAt'> & { createdAt: Date })[]>`
    select i.id, i.type, i.severity, i.title, i.created_at as "createdAt", d.id as "dealId", d.name as deal ${waiting}
    order by array_position(array['high', 'medium', 'low'], i.severity), d.attention desc, i.created_at desc, i.id limit ${most}`;
  return { ...count, rows: rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })) };
}

export async function answersGiven(scope: Scope, whose: 'mine' | 'anybody', week: Date, before: Date): Promise<Weekly> {
  const [row] = await db(scope).$queryRaw<[Weekly]>`
    select count(*) filter (where f.updated_at > ${week})::int as now, count(*) filter (where f.updated_at <= ${week})::int as before
    from feedback f join insight i on i.id = f.insight_id join deal d on d.id = i.deal_id
    where f.updated_at > ${before} and ${by(scope, whose)} and ${ANSWERED}`;
  return row;
}

export async function failedImports(scope: Scope, week: Date, before: Date, most: number): Promise<Weekly & { rows: Failure[] }> {
  const failed = { status: 'failed', dryRun: false } as const;
  const rows = await db(scope).import.findMany({ where: { ...failed, createdAt: { gt: week } }, select: { id: true, filename: true, error: true, createdAt: true }, orderBy: { createdAt: 'desc' }, take: most });
  return {
    now: await db(scope).import.count({ where: { ...failed, createdAt: { gt: week } } }), before: await db(scope).import.count({ where: { ...failed, createdAt: { gt: before, lte: week } } }),
    rows: rows.map((r) => ({ id: r.id, kind: 'import', name: r.filename, error: r.error, at: r.createdAt.toISOString() })),
  };
}

const messageOf = (error: unknown): string | null =>
  typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string' ? error.message.slice(0, 300) : null;

export async function failedJobs(scope: Scope, week: Date, before: Date, most: number): Promise<Weekly & { rows: Failure[] }> {
  const failed = { status: 'failed' } as const;
  const rows = await db(scope).jobRun.findMany({ where: { ...failed, createdAt: { gt: week } }, select: { id: true, functionId: true, error: true, createdAt: true }, orderBy: { createdAt: 'desc' }, take: most });
  return {
    now: await db(scope).jobRun.count({ where: { ...failed, createdAt: { gt: week } } }), before: await db(scope).jobRun.count({ where: { ...failed, createdAt: { gt: before, lte: week } } }),
    rows: rows.map((r) => ({ id: r.id, kind: 'job', name: r.functionId, error: messageOf(r.error), at: r.createdAt.toISOString() })),
  };
}
