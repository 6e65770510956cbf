/**
 * The nearest closed deals by vector, and the facts by which they are compared.
 *
 * Two ways to the same answer. Exact: every vector of the workspace is compared, which is both right and fastest while
 * they are few. Index: HNSW over the distinct vectors of all workspaces; it filters after the scan, so it is asked to go
 * on (iterative scan, in strict order) until enough rows pass, but not forever: a workspace whose vectors or closed deals
 * are rare among all gets what was found, and the caller falls back to the exact way.
 */
import { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';

/**
 * Candidates of the first pass. Vectors of repeating facts lie in tight clumps, where a narrow search loses its way: over
 * 16,630 vectors recall@10 was 0.95 at 120, 0.97 at 200, 0.99 at 400, 1.00 at 800, for about a millisecond more.
 */
const EF_SEARCH = 800;
/** Vectors visited at most before the index gives up: some milliseconds' worth, less than comparing everything. */
const MAX_SCAN_TUPLES = 5_000;

export type NearestQuery = {
  /** As vectorText writes it. */
  vector: string; model: string;
  /** Only deals closed by then. */
  asOf: number;
  /** Never this one. */
  exclude: string;
  limit: number;
  outcome?: 'won' | 'lost';
};

export type Near = { id: string; distance: number };

/**
 * Sets the search up for the rest of the transaction (sorting is discouraged: without statistics, which the embedded database
 * gathers only when told to, the planner would fetch all vectors and sort them instead of asking the index), and gives the stored vector of this content if there is one and
 * how many vectors of the model the workspace has, counted to `most`.
 */
export async function prepareSearch(scope: Scope, model: string, hash: string, most: number): Promise<{ vector: string | null; vectors: number }> {
  const rows = await db(scope).$queryRaw<{ vector: string | null; vectors: number }[]>`
    select set_config('hnsw.iterative_scan', 'strict_order', true), set_config('hnsw.ef_search', ${String(EF_SEARCH)}, true),
      set_config('hnsw.max_scan_tuples', ${String(MAX_SCAN_TUPLES)}, true), set_config('jit', 'off', true), set_config('enable_sort', 'off', true),
      (select vector::text from embedding_vector where workspace_id = ${scope.workspaceId}::uuid and model = ${model} and content_hash = ${hash}) as vector,
      (select count(*)::int from (select 1 from embedding_vector where workspace_id = ${scope.workspaceId}::uuid and model = ${model} limit ${most}) v) as vectors`;
  return rows[0] ?? { vector: null, vectors: 0 };
}

/** After prepareSearch. Nearest first by cosine distance (0 to 2); of the deals that share a vector the latest closed first. */
export const nearestClosed = (scope: Scope, query: NearestQuery, way: 'exact' | 'index'): Promise<Near[]> =>
  ordered(scope, query, way === 'exact' ? Prisma.sql`(v.vector <=> ${query.vector}::vector) + 0` : Prisma.sql`v.vector <=> ${query.vector}::vector`);

/** The index serves the bare distance only; with nothing added to it (+ 0), every vector is compared. */
const ordered = (scope: Scope, { model, asOf, exclude, limit, outcome }: NearestQuery, distance: Prisma.Sql): Promise<Near[]> =>
  db(scope).$queryRaw<Near[]>`
    select c.id, near.distance
    from (
      select v.id, ${distance} as distance
      from embedding_vector v
      where v.workspace_id = ${scope.workspaceId}::uuid and v.model = ${model}
      order by distance
    ) near
    cross join lateral (
      select d.id from deal_embedding e join deal d on d.id = e.deal_id
      where e.vector_id = near.id and e.workspace_id = ${scope.workspaceId}::uuid and e.closed_at <= ${new Date(asOf)} and d.closed_at <= ${new Date(asOf)} and d.id <> ${exclude}::uuid
        and d.status = any(${outcome ? [outcome] : ['won', 'lost']}::text[]::stage_kind[])
      order by e.closed_at desc, e.deal_id desc limit ${limit}
    ) c
    order by near.distance
    limit ${limit}`;

export type PastDeal = {
  id: string; name: string; status: 'won' | 'lost'; opened_at: Date; closed_at: Date; amount_minor: bigint | null; currency: string;
  lead_source: string | null; team_id: string | null; account: string | null; industry: string | null; country: string | null;
  employees: number | null; revenue_minor: bigint | null; account_currency: string | null;
  product: string | null; family: string | null;
  /** Units of the workspace's currency for one of the deal's and of the account's; null where none is stored. */
  rate: number | null; account_rate: number | null;
  /** Stage in which it stood when it was that old; null when it had closed by then or nothing is recorded. */
  stage_position: number | null;
  /** Set when the amount changed after that age (at the latest by the closing): what it was before, in major units of the deal's currency. */
  amount_change: { before: unknown } | null;
};

/**
 * Facts of closed deals, stage and amount as they were `days` after each was opened. The ids travel as one text: for a list as
 * long as this the embedded database would plan anew each time (lib/server/db/prepared.ts), which takes as long as the query.
 */
export const pastDeals = (scope: Scope, ids: readonly string[], days: number): Promise<PastDeal[]> =>
  db(scope).$queryRaw<PastDeal[]>`
    with own as materialized (select currency from workspace where id = ${scope.workspaceId}::uuid)
    select d.id, d.name, d.status::text as status, d.opened_at, d.closed_at, d.amount_minor, d.currency, d.lead_source, m.team_id,
      a.name as account, a.industry, a.country, a.employees, a.revenue_minor, a.currency as account_currency, p.name as product, p.family,
      case when d.currency = (select currency from own) then 1 else (select x.rate::float8 from exchange_rate x where x.currency = d.currency) end as rate,
      case when a.currency = (select currency from own) then 1 else (select x.rate::float8 from exchange_rate x where x.currency = a.currency) end as account_rate,
      (select case when s.kind = 'open' then s.position end from stage_change c join stage s on s.id = c.to_stage_id
        where c.deal_id = d.id and c.at <= d.opened_at + ${days} * interval '1 day' order by c.at desc, c.id desc limit 1) as stage_position,
      (select jsonb_build_object('before', c.before) from deal_change c
        where c.deal_id = d.id and c.field = 'amount' and c.at > least(d.opened_at + ${days} * interval '1 day', d.closed_at - interval '1 millisecond')
        order by c.at, c.id limit 1) as amount_change
    from deal d
    left join member m on m.id = d.owner_id left join account a on a.id = d.account_id left join product p on p.id = d.product_id
    where d.id = any(string_to_array(${ids.join(',')}, ',')::uuid[])`;
