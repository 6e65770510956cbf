/** Scores of deals in the database. */
import { v7 as uuidv7 } from 'uuid';
import { Prisma } from '@/lib/server/db/generated/client';
import { NEEDS_ATTENTION } from '@/lib/deals/schema';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { DealScore, Driver } from './schema';

export type Assessment = { dealId: string; score: DealScore | null; attention: number; topReason: string | null };

/**
 * Writes assessments beside their deals, and into the history of scores where the probability moved, another version says it, or the cause is a person's. Of a deal that
 * newly needs attention its owner is to be told; one looked at for the first time is no news.
 */
export async function saveAssessments(scope: Scope, rows: readonly Assessment[], at: Date, cause: string, always: boolean): Promise<void> {
  if (rows.length === 0) return;
  const { workspaceId } = scope;
  const ids = rows.map((r) => r.dealId);
  const scored = rows.filter((r) => r.score !== null);
  if (scored.length > 0) {
    await db(scope).$executeRaw`
      insert into deal_score (id, workspace_id, deal_id, at, probability, low, high, base_rate, n, drivers, model_version, cause)
      select s.score_id, ${workspaceId}::uuid, s.id, ${at}, s.probability, s.low, s.high, s.base_rate, s.n, s.drivers::jsonb, s.version, ${cause}
      from unnest(${scored.map(() => uuidv7())}::uuid[], ${scored.map((r) => r.dealId)}::uuid[], ${scored.map((r) => r.score!.probability)}::float8[], ${scored.map((r) => r.score!.low)}::float8[],
        ${scored.map((r) => r.score!.high)}::float8[], ${scored.map((r) => r.score!.baseRate)}::float8[], ${scored.map((r) => r.score!.n)}::int[],
        ${scored.map((r) => JSON.stringify(r.score!.drivers))}::text[], ${scored.map((r) => r.score!.modelVersion)}::text[])
        as s(score_id, id, probability, low, high, base_rate, n, drivers, version)
      join deal d on d.id = s.id
      where ${always} or d.win_probability is null or abs(d.win_probability - s.probability) >= 0.005
        or s.version is distinct from (select l.model_version from deal_score l where l.deal_id = d.id order by l.at desc, l.id desc limit 1)`;
  }
  await db(scope).$executeRaw`
    update deal d set win_probability = coalesce(s.probability, d.win_probability), win_low = coalesce(s.low, d.win_low), win_high = coalesce(s.high, d.win_high),
      top_reason = s.reason, attention = s.attention, scored_at = ${at},
      attention_owed = s.attention >= ${NEEDS_ATTENTION} and (d.attention_owed or (d.scored_at is not null and d.attention < ${NEEDS_ATTENTION}))
    from unnest(${ids}::uuid[], ${rows.map((r) => r.score?.probability ?? null)}::float8[], ${rows.map((r) => r.score?.low ?? null)}::float8[],
      ${rows.map((r) => r.score?.high ?? null)}::float8[], ${rows.map((r) => r.topReason)}::text[], ${rows.map((r) => r.attention)}::int[])
      as s(id, probability, low, high, reason, attention)
    where d.id = s.id`;
}

export type Pressing = { id: string; name: string; reason: string | null; ownerId: string };

/** The open deals with an owner that is still to be told of them, which they are from then on: all, or some of these. */
export async function takeOwed(scope: Scope, ids?: readonly string[]): Promise<Pressing[]> {
  const owed = await db(scope).$queryRaw<Pressing[]>`
    update deal set attention_owed = false where attention_owed and status = 'open' and owner_id is not null ${ids ? Prisma.sql`and id = any(${ids}::uuid[])` : Prisma.empty}
    returning id, name, top_reason as reason, owner_id as "ownerId"`;
  return owed.sort((a, b) => (a.id < b.id ? -1 : 1));
}

export type ScorePoint = { at: string; probability: number; low: number; high: number; cause: string; drivers: Driver[]; modelVersion: string; baseRate: number; n: number };

export async function readScoreHistory(scope: Scope, dealId: string, most: number): Promise<ScorePoint[]> {
  const rows = await db(scope).dealScore.findMany({ where: { dealId }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: most });
  return rows.reverse().map((r) => ({
    at: r.at.toISOString(), probability: r.probability, low: r.low, high: r.high, cause: r.cause,
    drivers: r.drivers as unknown as Driver[], modelVersion: r.modelVersion, baseRate: r.baseRate, n: r.n,
  }));
}

/** Share of the other open deals in sight with a lower probability, 0..1; null when there is no other. */
export async function percentileOf(scope: Scope, dealId: string, probability: number): Promise<number | null> {
  const [row] = await db(scope).$queryRaw<{ share: number | null }[]>`
    select avg((win_probability < ${probability})::int)::float8 as share from deal
    where workspace_id = ${scope.workspaceId}::uuid and status = 'open' and id <> ${dealId}::uuid and win_probability is not null`;
  return row?.share ?? null;
}
