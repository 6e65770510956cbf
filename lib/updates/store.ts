/** Update requests in the database, and the labels that lead to one. */
import { v7 as uuidv7 } from 'uuid';
import type { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { UpdateDetail, UpdateReason, UpdateResult } from './schema';

export type StoredRequest = Prisma.UpdateRequestGetPayload<object>;
const OPEN = ['open', 'running'];
const json = (value: unknown): Prisma.InputJsonValue => value as Prisma.InputJsonValue;

/** Labels counted since the last request was made, `most` at most: however many there are, no more are looked at. */
export async function labelsSinceLast(scope: Scope, most: number): Promise<number> {
  const [row] = await db(scope).$queryRaw<{ n: number }[]>`
    select count(*)::int as n from (
      select 1 from insight_label where workspace_id = ${scope.workspaceId}::uuid and not simulated
        and created_at > coalesce((select max(created_at) from update_request where workspace_id = ${scope.workspaceId}::uuid), '-infinity'::timestamptz)
      limit ${most}) as counted`;
  return row?.n ?? 0;
}

/** Makes the request, unless one is open or running (partial unique index): null then. */
export async function insertRequest(scope: Scope, reason: UpdateReason, detail: UpdateDetail): Promise<string | null> {
  const id = uuidv7();
  const made = await db(scope).$queryRaw<{ id: string }[]>`
    insert into update_request (id, workspace_id, reason, detail, status, created_at)
    values (${id}::uuid, ${scope.workspaceId}::uuid, ${reason}, ${JSON.stringify(detail)}::jsonb, 'open', clock_timestamp()) on conflict do nothing returning id`;
  return made.length === 1 ? id : null;
}

export const openRequest = (scope: Scope): Promise<StoredRequest | null> => db(scope).updateRequest.findFirst({ where: { status: { in: OPEN } } });
export const latestRequests = (scope: Scope, take: number): Promise<StoredRequest[]> => db(scope).updateRequest.findMany({ orderBy: { createdAt: 'desc' }, take });
export const findRequest = (scope: Scope, id: string): Promise<StoredRequest | null> => db(scope).updateRequest.findFirst({ where: { id } });

/** Compare-and-swap on the status; false when it stands elsewhere. */
export async function changeRequest(scope: Scope, id: string, from: readonly string[], to: { status: string; result?: UpdateResult | { error: string }; finishedAt?: Date }): Promise<boolean> {
  const { result, ...rest } = to;
  const { count } = await db(scope).updateRequest.updateMany({ where: { id, status: { in: [...from] } }, data: { ...rest, ...(result ? { result: json(result) } : {}) } });
  return count === 1;
}

export type ResolvedForecast = { at: Date; probability: number; won: boolean };

/** The latest resolved forecasts, newest first: what was said and how the deal ended. */
export const resolvedForecasts = (scope: Scope, limit: number): Promise<ResolvedForecast[]> => db(scope).$queryRaw<ResolvedForecast[]>`
  select i.resolved_at as at, (i.prediction->>'probability')::float8 as probability, (d.status = 'won') as won
  from insight i join deal d on d.id = i.deal_id
  where i.type = 'forecast' and i.resolution in ('right', 'wrong') and i.resolved_at is not null and d.status in ('won', 'lost') and jsonb_typeof(i.prediction->'probability') = 'number'
  order by i.resolved_at desc, i.id desc limit ${limit}`;

/** Ends requests that nobody goes on with: somebody cancelled their job. */
export const endStuck = (scope: Scope, before: Date, now: Date, why: string) =>
  db(scope).updateRequest.updateMany({ where: { status: { in: OPEN }, createdAt: { lt: before } }, data: { status: 'failed', result: { error: why }, finishedAt: now } });
