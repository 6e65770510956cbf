/** Model versions and scores in the database. */
import { v7 as uuidv7 } from 'uuid';
import { Prisma } from '@/lib/server/db/generated/client';
import { NEEDS_ATTENTION } from '@/lib/deals/schema';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { DealScore, Driver, WinModel } from './schema';

const MODEL = 'win_predictor';

const CHAMPION = 'champion';

export const findChampionVersion = async (scope: Scope) => {
  const alias = await db(scope).modelAlias.findFirst({ where: { model: MODEL, alias: CHAMPION }, select: { version: true } });
  return alias && db(scope).modelVersion.findFirst({ where: { model: MODEL, version: alias.version }, select: { id: true, version: true } });
};

export const readParameters = async (scope: Scope, id: string): Promise<unknown> =>
  (await db(scope).modelVersion.findUniqueOrThrow({ where: { id }, select: { parameters: true } })).parameters;

/** Stores a version and makes it the champion, with a word of why. */
export async function insertChampion(scope: Scope, model: WinModel, why: string): Promise<void> {
  // Two trainings that end together follow each other here; within one second they are one version.
  await db(scope).$queryRaw`select 1 from workspace where id = ${scope.workspaceId}::uuid for update`;
  const version = { workspaceId: scope.workspaceId, model: MODEL, version: model.version };
  if (await db(scope).modelVersion.findFirst({ where: version, select: { id: true } })) return;
  const at = new Date(model.trainedAt);
  const before = (await findChampionVersion(scope))?.version ?? null;
  await db(scope).modelVersion.create({
    data: {
      ...version, parameters: model as unknown as Prisma.InputJsonValue, metrics: (model.metrics ?? {}) as unknown as Prisma.InputJsonValue, trainedOn: model.n, createdAt: at, parent: before,
      windowFrom: model.window && new Date(model.window.from), windowTo: model.window && new Date(model.window.to),
    },
  });
  await db(scope).modelAlias.upsert({
    where: { workspaceId_model_alias: { workspaceId: scope.workspaceId, model: MODEL, alias: CHAMPION } },
    create: { ...version, alias: CHAMPION, since: at }, update: { version: model.version, since: at },
  });
  await db(scope).modelAliasMove.create({
    data: {
      workspaceId: scope.workspaceId, model: MODEL, alias: CHAMPION, fromVersion: before, toVersion: model.version, at, cause: before ? 'trained' : 'first', why,
      actor: `system:${scope.principal.name}`, actorName: scope.principal.name,
    },
  });
}

export type Assessment = { dealId: string; score: DealScore | null; attention: number; topReason: string | null };

/**
 * Writes assessments beside their deals, and into the history of scores where the probability moved or the cause is a person's. Of a deal that
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
      where ${always} or d.win_probability is null or abs(d.win_probability - s.probability) >= 0.005`;
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
