/** Versions of models, what their aliases stand for, and who moved them. */
import { v7 as uuidv7 } from 'uuid';
import type { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import { principalKey, type Scope } from '@/lib/server/scope';
import type { Alias, AliasCause, AliasMove, ModelName } from './schema';

const json = (value: unknown): Prisma.InputJsonValue => value as Prisma.InputJsonValue;

export type StoredAlias = { alias: Alias; version: string; share: number; since: Date };

/** Whoever changes what a model's aliases stand for, or adds a version, does it one after the other: held until the transaction ends. */
export async function holdModel(scope: Scope, model: ModelName): Promise<void> {
  await db(scope).$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`model ${scope.workspaceId} ${model}`}, 0))::text as locked`;
}

export async function readAliases(scope: Scope, model: ModelName): Promise<StoredAlias[]> {
  const rows = await db(scope).modelAlias.findMany({ where: { model }, select: { alias: true, version: true, share: true, since: true } });
  return rows as StoredAlias[];
}

/**
 * The same, kept as it is until the transaction ends: what is scored by these versions is written before another takes over. Many share it; whoever
 * wants to move an alias (`holdModel`) is next, and those who come later wait for that: a roll-back does not starve under traffic, as it would behind row locks.
 */
export async function holdAliases(scope: Scope, model: ModelName): Promise<StoredAlias[]> {
  await db(scope).$queryRaw`select pg_advisory_xact_lock_shared(hashtextextended(${`model ${scope.workspaceId} ${model}`}, 0))::text as locked`;
  return readAliases(scope, model);
}

/** Puts an alias on a version, or takes it away. */
export async function writeAlias(scope: Scope, model: ModelName, alias: Alias, to: { version: string; share: number; since: Date } | null): Promise<void> {
  const where = { workspaceId: scope.workspaceId, model, alias };
  if (to === null) await db(scope).modelAlias.deleteMany({ where });
  else await db(scope).modelAlias.upsert({ where: { workspaceId_model_alias: where }, create: { ...where, ...to }, update: to });
}

export type NewMove = { alias: Alias; from: string | null; to: string | null; share: number; cause: AliasCause; why: string; evidence?: unknown };

export async function insertMove(scope: Scope, model: ModelName, at: Date, { alias, from, to, share, cause, why, evidence }: NewMove): Promise<AliasMove> {
  const id = uuidv7();
  const actorName = scope.principal.name;
  await db(scope).modelAliasMove.create({
    data: {
      id, workspaceId: scope.workspaceId, model, alias, fromVersion: from, toVersion: to, share, at, cause, why, actor: principalKey(scope), actorName,
      ...(evidence === undefined || evidence === null ? {} : { evidence: json(evidence) }),
    },
  });
  return { id, alias, from, to, share, at: at.toISOString(), cause, why, actorName };
}

type MoveRow = { id: string; model: string; alias: string; fromVersion: string | null; toVersion: string | null; share: number; at: Date; cause: string; why: string; actorName: string };
const MOVE = { id: true, model: true, alias: true, fromVersion: true, toVersion: true, share: true, at: true, cause: true, why: true, actorName: true } as const;
const toMove = ({ id, alias, fromVersion, toVersion, share, at, cause, why, actorName }: MoveRow): AliasMove =>
  ({ id, alias: alias as Alias, from: fromVersion, to: toVersion, share, at: at.toISOString(), cause: cause as AliasCause, why, actorName });

/** Newest first. */
export async function readMoves(scope: Scope, model: ModelName, take: number): Promise<AliasMove[]> {
  return (await db(scope).modelAliasMove.findMany({ where: { model }, select: MOVE, orderBy: [{ at: 'desc' }, { id: 'desc' }], take })).map(toMove);
}

export async function findMove(scope: Scope, id: string): Promise<AliasMove | null> {
  const row = await db(scope).modelAliasMove.findFirst({ where: { id }, select: MOVE });
  return row && toMove(row);
}

/** The latest moves of one alias, newest first. */
export async function readMovesOf(scope: Scope, model: ModelName, alias: Alias, take: number): Promise<AliasMove[]> {
  return (await db(scope).modelAliasMove.findMany({ where: { model, alias }, select: MOVE, orderBy: [{ at: 'desc' }, { id: 'desc' }], take })).map(toMove);
}

export type NewVersion = {
  version: string; parameters: unknown; metrics: unknown; trainedOn: number; window: { from: number; to: number } | null; features: readonly string[]; seed: string; codeVersion: string;
  parent: string | null; comparison: unknown; holdout: unknown; createdAt: Date;
};

/** A version is written once; false when there is one of this name. */
export async function insertVersion(scope: Scope, model: ModelName, v: NewVersion): Promise<boolean> {
  const { count } = await db(scope).modelVersion.createMany({
    skipDuplicates: true,
    data: [{
      workspaceId: scope.workspaceId, model, version: v.version, parameters: json(v.parameters), metrics: json(v.metrics ?? {}), trainedOn: v.trainedOn,
      windowFrom: v.window && new Date(v.window.from), windowTo: v.window && new Date(v.window.to), features: json(v.features), seed: v.seed, codeVersion: v.codeVersion, parent: v.parent,
      createdAt: v.createdAt, ...(v.comparison ? { comparison: json(v.comparison) } : {}), ...(v.holdout ? { holdout: json(v.holdout) } : {}),
    }],
  });
  return count === 1;
}

export const hasVersion = async (scope: Scope, model: ModelName, version: string): Promise<boolean> =>
  (await db(scope).modelVersion.count({ where: { model, version } })) > 0;

/** Null when there is no such version. */
export const readParameters = async (scope: Scope, model: ModelName, version: string): Promise<unknown> =>
  (await db(scope).modelVersion.findFirst({ where: { model, version }, select: { parameters: true } }))?.parameters ?? null;

export const readHoldout = async (scope: Scope, model: ModelName, version: string): Promise<unknown> =>
  (await db(scope).modelVersion.findFirst({ where: { model, version }, select: { holdout: true } }))?.holdout ?? null;

/** A version without its weight: parameters stay where they are, but for the few figures that are shown. */
export type StoredVersion = {
  version: string; createdAt: Date; trainedOn: number; windowFrom: Date | null; windowTo: Date | null; features: unknown; seed: string; codeVersion: string; parent: string | null;
  metrics: unknown; comparison: unknown; signal: string | null; sentence: string | null; rate: number | null;
  predictions: number; resolved: number;
};

/** Newest first: these, or the latest. `predictions` and `resolved`: what was said live, and of how much of it the outcome is known. */
export const readVersions = (scope: Scope, model: ModelName, { only = null, take }: { only?: readonly string[] | null; take: number }): Promise<StoredVersion[]> => db(scope).$queryRaw<StoredVersion[]>`
  select v.version, v.created_at as "createdAt", v.trained_on as "trainedOn", v.window_from as "windowFrom", v.window_to as "windowTo", v.features, v.seed, v.code_version as "codeVersion", v.parent,
    v.metrics, v.comparison, v.parameters ->> 'signal' as signal, v.parameters ->> 'sentence' as sentence, (v.parameters -> 'baseRate' ->> 'value')::float8 as rate,
    coalesce(p.predictions, 0)::int as predictions, coalesce(p.resolved, 0)::int as resolved
  from model_version v
  left join (select version, count(*) as predictions, count(resolved_at) as resolved from model_prediction where workspace_id = ${scope.workspaceId}::uuid and model = ${model} group by version) p
    on p.version = v.version
  where v.workspace_id = ${scope.workspaceId}::uuid and v.model = ${model} and (${only === null} or v.version = any(${only ?? []}::text[]))
  order by v.created_at desc, v.version desc limit ${take}`;

export type Learned = { version: string; trainedOn: number; windowTo: Date | null; codeVersion: string };
const LEARNED = { version: true, trainedOn: true, windowTo: true, codeVersion: true } as const;

/** What a version learned from. */
export const readLearned = (scope: Scope, model: ModelName, version: string): Promise<Learned | null> => db(scope).modelVersion.findFirst({ where: { model, version }, select: LEARNED });
export const latestLearned = (scope: Scope, model: ModelName): Promise<Learned | null> => db(scope).modelVersion.findFirst({ where: { model }, select: LEARNED, orderBy: [{ createdAt: 'desc' }, { version: 'desc' }] });

/** Beyond the `keep` latest, versions from before `before` that no alias stands for and that no move, score or prediction of later names. */
export async function removeOldVersions(scope: Scope, model: ModelName, keep: number, before: Date): Promise<number> {
  return db(scope).$executeRaw`
    delete from model_version v where v.workspace_id = ${scope.workspaceId}::uuid and v.model = ${model} and v.created_at < ${before}
      and v.version not in (select version from model_version where workspace_id = ${scope.workspaceId}::uuid and model = ${model} order by created_at desc limit ${keep})
      and not exists (select 1 from model_alias a where a.workspace_id = v.workspace_id and a.model = v.model and a.version = v.version)
      and not exists (select 1 from model_alias_move m where m.workspace_id = v.workspace_id and m.model = v.model and m.at >= ${before} and v.version in (m.from_version, m.to_version))
      and not exists (select 1 from deal_score s where s.workspace_id = v.workspace_id and s.model_version = v.version and s.at >= ${before})
      and not exists (select 1 from model_prediction p where p.workspace_id = v.workspace_id and p.model = v.model and p.version = v.version)`;
}

/** Models that have anything on trial. */
export async function modelsOnTrial(scope: Scope): Promise<ModelName[]> {
  const rows = await db(scope).modelAlias.findMany({ where: { alias: { in: ['challenger', 'shadow'] } }, select: { model: true }, distinct: ['model'], orderBy: { model: 'asc' } });
  return rows.map(({ model }) => model as ModelName);
}
export const modelsWithChampion = async (scope: Scope): Promise<ModelName[]> =>
  (await db(scope).modelAlias.findMany({ where: { alias: 'champion' }, select: { model: true }, orderBy: { model: 'asc' } })).map(({ model }) => model as ModelName);
export const countVersions = (scope: Scope, model: ModelName): Promise<number> => db(scope).modelVersion.count({ where: { model } });
