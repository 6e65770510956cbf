/** Vectors, and the deals that point at them, in the database. Every query is bounded by the workspace, twice (row-level security). */
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';

/**
 * Of the `page` deals after `after` (by id), those without a vector of `model`, or that changed since they got it; `last` is the
 * end of the page, null when there was none. Page by page, so that no planner can make a bad guess of it.
 */
export async function dealsWithoutVector(scope: Scope, model: string, after: string | null, page: number): Promise<{ ids: string[]; last: string | null }> {
  const rows = await db(scope).$queryRaw<{ id: string; missing: boolean }[]>`
    select d.id, e.deal_id is null as missing
    from (select id, version from deal where workspace_id = ${scope.workspaceId}::uuid and (${after}::uuid is null or id > ${after}::uuid) order by id limit ${page}) d
    left join deal_embedding e on e.deal_id = d.id and e.model = ${model} and e.deal_version = d.version
    order by d.id`;
  return { ids: rows.filter((row) => row.missing).map((row) => row.id), last: rows.at(-1)?.id ?? null };
}

export type Content = { dealId: string; /** Of the deal that has this content. */ version: number; hash: string };

/** Read before the contents: a deal that changes in between is then looked at again, and never taken for settled. */
export async function dealVersions(scope: Scope, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await db(scope).$queryRaw<{ id: string; version: number }[]>`select id, version from deal where id = any(${ids}::uuid[])`;
  return new Map(rows.map((row) => [row.id, row.version]));
}

/** Of these content hashes, those that have a vector of `model`. */
export async function knownHashes(scope: Scope, model: string, hashes: readonly string[]): Promise<Set<string>> {
  const rows = await db(scope).$queryRaw<{ content_hash: string }[]>`
    select content_hash from embedding_vector
    where workspace_id = ${scope.workspaceId}::uuid and model = ${model} and content_hash = any(${hashes}::text[])`;
  return new Set(rows.map((row) => row.content_hash));
}

/** One writer of vectors a workspace at a time, until the transaction ends: so that none removes what another is about to point at. */
export const takeTurn = (scope: Scope) =>
  db(scope).$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`embed ${scope.workspaceId}`}, 0))::text`;

/** Adds vectors; those that are there already stay as they are. */
export const insertVectors = (scope: Scope, model: string, rows: readonly { id: string; hash: string; vector: string }[]) =>
  db(scope).$executeRaw`
    insert into embedding_vector (id, workspace_id, model, content_hash, vector)
    select r.id, ${scope.workspaceId}::uuid, ${model}, r.hash, r.vector::vector
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.hash)}::text[], ${rows.map((r) => r.vector)}::text[]) as r(id, hash, vector)
    on conflict (workspace_id, model, content_hash) do nothing`;

/**
 * Points deals at the vectors of their content. A deal that is gone, or whose vector is, is left out. Gives the ids of
 * the vectors that were pointed at before and of the deals that now have theirs.
 */
export async function pointDeals(scope: Scope, model: string, rows: readonly Content[]): Promise<{ left: string[]; pointed: string[] }> {
  const ids = rows.map((r) => r.dealId);
  const before = await db(scope).$queryRaw<{ vector_id: string }[]>`select distinct vector_id from deal_embedding where deal_id = any(${ids}::uuid[])`;
  const pointed = await db(scope).$queryRaw<{ deal_id: string }[]>`
    insert into deal_embedding (deal_id, workspace_id, vector_id, model, content_hash, embedded_at, closed_at, deal_version)
    select d.id, ${scope.workspaceId}::uuid, v.id, v.model, v.content_hash, now(), d.closed_at, r.version
    from unnest(${ids}::uuid[], ${rows.map((r) => r.hash)}::text[], ${rows.map((r) => r.version)}::int[]) as r(deal_id, hash, version)
    join embedding_vector v on v.workspace_id = ${scope.workspaceId}::uuid and v.model = ${model} and v.content_hash = r.hash
    join deal d on d.id = r.deal_id
    on conflict (deal_id) do update set vector_id = excluded.vector_id, model = excluded.model, content_hash = excluded.content_hash, embedded_at = excluded.embedded_at,
      closed_at = excluded.closed_at, deal_version = excluded.deal_version
    returning deal_id`;
  return { left: before.map((r) => r.vector_id), pointed: pointed.map((r) => r.deal_id) };
}

/** Of these deals, those that point at the vector of this content already, and are known to. */
export async function pointedDeals(scope: Scope, model: string, rows: readonly Content[]): Promise<Set<string>> {
  const found = await db(scope).$queryRaw<{ deal_id: string }[]>`
    select e.deal_id from unnest(${rows.map((r) => r.dealId)}::uuid[], ${rows.map((r) => r.hash)}::text[], ${rows.map((r) => r.version)}::int[]) as r(deal_id, hash, version)
    join deal_embedding e on e.deal_id = r.deal_id and e.model = ${model} and e.content_hash = r.hash and e.deal_version = r.version`;
  return new Set(found.map((row) => row.deal_id));
}

/** Removes those of these vectors that no deal points at; with null, any. */
export const removeOrphans = (scope: Scope, among: readonly string[] | null): Promise<number> =>
  db(scope).$executeRaw`
    delete from embedding_vector v
    where v.workspace_id = ${scope.workspaceId}::uuid and (${among === null} or v.id = any(${among ?? []}::uuid[]))
      and not exists (select 1 from deal_embedding e where e.vector_id = v.id)`;
