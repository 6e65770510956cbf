/** Trainings, schedules and drift reports of models, and how much there is to learn from. */
import { v7 as uuidv7 } from 'uuid';
import { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import { principalKey, type Scope } from '@/lib/server/scope';
import type { DriftLook, ModelName, Training } from './schema';

const json = (value: unknown): Prisma.InputJsonValue => value as Prisma.InputJsonValue;
const OPEN = ['queued', 'running'];

export type StoredTraining = Prisma.ModelTrainingGetPayload<object>;
const LISTED = {
  id: true, model: true, reason: true, why: true, status: true, phase: true, done: true, total: true, version: true, result: true, error: true, actorName: true, createdAt: true, finishedAt: true,
} as const;

const toTraining = (row: Prisma.ModelTrainingGetPayload<{ select: typeof LISTED }>): Training => ({
  ...row, model: row.model as ModelName, reason: row.reason as Training['reason'], status: row.status as Training['status'], result: row.result as Training['result'],
  createdAt: row.createdAt.toISOString(), finishedAt: row.finishedAt?.toISOString() ?? null,
});

/** Makes the one training of a model; null when one is open (partial unique index). */
export async function insertTraining(scope: Scope, model: ModelName, reason: Training['reason'], why: string): Promise<string | null> {
  const id = uuidv7();
  const made = await db(scope).$queryRaw<{ id: string }[]>`
    insert into model_training (id, workspace_id, model, reason, why, status, requested_by, actor_name, created_at)
    values (${id}::uuid, ${scope.workspaceId}::uuid, ${model}, ${reason}, ${why}, 'queued', ${principalKey(scope)}, ${scope.principal.name}, clock_timestamp())
    on conflict (workspace_id, model) where status in ('queued', 'running') do nothing returning id`;
  return made.length === 1 ? id : null;
}

export const findTraining = (scope: Scope, id: string): Promise<StoredTraining | null> => db(scope).modelTraining.findFirst({ where: { id } });

/** The same, held until the transaction ends. */
export async function holdTraining(scope: Scope, id: string): Promise<StoredTraining | null> {
  await db(scope).$queryRaw`select 1 from model_training where id = ${id}::uuid for update`;
  return findTraining(scope, id);
}

export async function openTraining(scope: Scope, model: ModelName): Promise<Training | null> {
  const row = await db(scope).modelTraining.findFirst({ where: { model, status: { in: OPEN } }, select: LISTED });
  return row && toTraining(row);
}

/** Newest first. */
export async function readTrainings(scope: Scope, model: ModelName, take: number): Promise<Training[]> {
  return (await db(scope).modelTraining.findMany({ where: { model }, select: LISTED, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take })).map(toTraining);
}

export type TrainingChange = {
  status?: Training['status']; phase?: string; done?: number; total?: number; checkpoint?: unknown; version?: string | null; result?: Training['result']; error?: string; startedAt?: Date; finishedAt?: Date;
};

/** Compare-and-swap on the status; false when it stands elsewhere: somebody cancelled it, or it ended. */
export async function changeTraining(scope: Scope, id: string, from: readonly Training['status'][], { checkpoint, result, ...rest }: TrainingChange): Promise<boolean> {
  const { count } = await db(scope).modelTraining.updateMany({
    where: { id, status: { in: [...from] } },
    data: { ...rest, ...(checkpoint === undefined ? {} : { checkpoint: checkpoint === null ? Prisma.DbNull : json(checkpoint) }), ...(result === undefined || result === null ? {} : { result: json(result) }) },
  });
  return count === 1;
}

export type StoredSchedule = { enabled: boolean; frequencyDays: number; minNewSamples: number; driftThreshold: number; lastCheckedAt: Date | null; nextCheckAt: Date };
const SCHEDULE = { enabled: true, frequencyDays: true, minNewSamples: true, driftThreshold: true, lastCheckedAt: true, nextCheckAt: true } as const;

export const readSchedule = (scope: Scope, model: ModelName): Promise<StoredSchedule | null> => db(scope).modelSchedule.findFirst({ where: { model }, select: SCHEDULE });

export async function writeSchedule(scope: Scope, model: ModelName, to: Omit<StoredSchedule, 'lastCheckedAt'>): Promise<void> {
  const where = { workspaceId: scope.workspaceId, model };
  await db(scope).modelSchedule.upsert({ where: { workspaceId_model: where }, create: { ...where, ...to }, update: to });
}

/** A schedule of a model that has none yet. */
export async function insertSchedule(scope: Scope, model: ModelName, to: Omit<StoredSchedule, 'lastCheckedAt'>): Promise<void> {
  await db(scope).modelSchedule.createMany({ data: [{ workspaceId: scope.workspaceId, model, ...to }], skipDuplicates: true });
}

/** Models whose next look is due. */
export async function dueModels(scope: Scope, now: Date): Promise<ModelName[]> {
  const rows = await db(scope).modelSchedule.findMany({ where: { enabled: true, nextCheckAt: { lte: now } }, select: { model: true }, orderBy: { model: 'asc' } });
  return rows.map(({ model }) => model as ModelName);
}

export const markChecked = (scope: Scope, model: ModelName, now: Date, next: Date) => db(scope).modelSchedule.updateMany({ where: { model }, data: { lastCheckedAt: now, nextCheckAt: next } });

export async function insertReport(scope: Scope, model: ModelName, at: Date, { version, status, score, pValue, recommendation, report }: Omit<DriftLook, 'id' | 'at'>): Promise<void> {
  await db(scope).driftReport.create({ data: { workspaceId: scope.workspaceId, model, version, at, status, score, pValue, recommendation, report: json(report) } });
}

/** Newest first. */
export async function readReports(scope: Scope, model: ModelName, take: number): Promise<DriftLook[]> {
  const rows = await db(scope).driftReport.findMany({ where: { model }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take });
  return rows.map(({ id, version, at, status, score, pValue, recommendation, report }) => ({ id, version, at: at.toISOString(), status: status as DriftLook['status'], score, pValue, recommendation, report }));
}

/** Closed deals: all, and those that closed after a moment. */
export async function countClosedDeals(scope: Scope, after: Date | null): Promise<{ now: number; later: number }> {
  const [row] = await db(scope).$queryRaw<{ now: number; later: number }[]>`
    select count(*)::int as now, count(*) filter (where closed_at > coalesce(${after}::timestamptz, '-infinity'))::int as later
    from deal where workspace_id = ${scope.workspaceId}::uuid and status in ('won', 'lost') and closed_at is not null and closed_at > opened_at`;
  return row ?? { now: 0, later: 0 };
}

/** Messages that were sent to somebody, and the answers to any. */
export async function countMessages(scope: Scope): Promise<{ sent: number; answered: number }> {
  const [row] = await db(scope).$queryRaw<{ sent: number; answered: number }[]>`
    select count(*) filter (where kind = 'sent' and direction = 'outbound')::int as sent, count(*) filter (where kind = 'replied')::int as answered
    from interaction where workspace_id = ${scope.workspaceId}::uuid and not simulated`;
  return row ?? { sent: 0, answered: 0 };
}

/** Open trainings that nobody goes on with: somebody cancelled their job. */
export const endStuckTrainings = (scope: Scope, before: Date, now: Date, why: string) => db(scope).modelTraining.updateMany({
  where: { status: { in: OPEN }, createdAt: { lt: before } }, data: { status: 'failed', error: why, finishedAt: now, checkpoint: Prisma.DbNull },
});
