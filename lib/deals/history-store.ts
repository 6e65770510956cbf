/**
 * Reads everything the workspace recorded about deals: one query whatever their number, what happened to each as JSON beside
 * it. A row decoded by the driver costs far more than the same row in a JSON array, and each query its round trip.
 */
import { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { BuyingRole, InteractionKind, StageKind, TrackedField } from './history';

type Value = number | string | null;

/** Times in epoch milliseconds, each list ascending by time. */
export type RecordedDeal = {
  id: string; name: string; external_id: string | null; status: StageKind; opened_at: number; closed_at: number | null;
  stage_id: string; stage_entered_at: number; expected_close_at: number | null;
  amount_minor: number | null; currency: string; discount: number | null; competitor: string | null; lead_source: string | null;
  owner_id: string | null; owner_name: string | null; team_id: string | null;
  account_id: string | null; account_name: string | null; industry: string | null; employees: number | null;
  revenue_minor: number | null; account_currency: string | null; country: string | null;
  product_id: string | null; product_name: string | null; family: string | null; list_price_minor: number | null; product_currency: string | null;
  moves: [id: string, at: number, stageId: string][] | null;
  changes: [id: string, at: number, field: TrackedField, before: Value, after: Value][] | null;
  interactions: [id: string, at: number, kind: InteractionKind, direction: 'inbound' | 'outbound' | 'internal', contactId: string | null, subject: string | null, text: string | null][] | null;
  contacts: [id: string, addedAt: number, name: string, jobTitle: string | null, buyingRole: BuyingRole][] | null;
};

/** Those of `ids` that are in sight, in no order. */
export async function readRecordedDeals(scope: Scope, ids: readonly string[]): Promise<RecordedDeal[]> {
  // For one deal a plan that serves any id is as good as one made for this id, and need not be made again.
  const [only] = ids;
  const wanted = ids.length === 1 ? Prisma.sql`d.id = ${only}::uuid` : Prisma.sql`d.id = any(${ids}::uuid[])`;
  const rows = await db(scope).$queryRaw<{ deal: RecordedDeal }[]>`
    select to_json(r) as deal from (
      select d.id, d.name, d.external_id, d.status,
        (extract(epoch from d.opened_at) * 1000)::bigint as opened_at, (extract(epoch from d.closed_at) * 1000)::bigint as closed_at,
        d.stage_id, (extract(epoch from d.stage_entered_at) * 1000)::bigint as stage_entered_at, (extract(epoch from d.expected_close_at) * 1000)::bigint as expected_close_at,
        d.amount_minor, d.currency, d.discount, d.competitor, d.lead_source,
        d.owner_id, m.name as owner_name, m.team_id, a.id as account_id, a.name as account_name, a.industry, a.employees,
        a.revenue_minor, a.currency as account_currency, a.country,
        p.id as product_id, p.name as product_name, p.family, p.list_price_minor, p.currency as product_currency,
        (select json_agg(json_build_array(c.id, (extract(epoch from c.at) * 1000)::bigint, c.to_stage_id) order by c.at, c.id)
          from stage_change c where c.deal_id = d.id) as moves,
        (select json_agg(json_build_array(c.id, (extract(epoch from c.at) * 1000)::bigint, c.field, c.before, c.after) order by c.at, c.id)
          from deal_change c where c.deal_id = d.id) as changes,
        (select json_agg(json_build_array(i.id, (extract(epoch from i.at) * 1000)::bigint, i.kind, i.direction, i.contact_id, i.subject, i.text) order by i.at, i.id)
          from interaction i where i.deal_id = d.id) as interactions,
        (select json_agg(json_build_array(c.id, (extract(epoch from dc.added_at) * 1000)::bigint, c.name, c.job_title, c.buying_role) order by dc.added_at, c.id)
          from deal_contact dc join contact c on c.id = dc.contact_id where dc.deal_id = d.id) as contacts
      from deal d left join member m on m.id = d.owner_id left join account a on a.id = d.account_id left join product p on p.id = d.product_id
      where ${wanted}
    ) r`;
  return rows.map((row) => row.deal);
}

export type Frame = {
  /** The workspace's currency, and its units for one of another. */
  own: string; rates: Map<string, number>;
  stages: Map<string, { id: string; name: string; position: number; kind: StageKind }>;
};

/** What deals are read against: stages and currencies of the workspace. */
export async function readFrame(scope: Scope): Promise<Frame> {
  const [row] = await db(scope).$queryRaw<{ own: string; rates: Record<string, number> | null; stages: { id: string; name: string; position: number; kind: StageKind }[] | null }[]>`
    select w.currency as own, (select json_object_agg(currency, rate) from exchange_rate) as rates,
      (select json_agg(json_build_object('id', id, 'name', name, 'position', position, 'kind', kind)) from stage) as stages
    from workspace w where w.id = ${scope.workspaceId}::uuid`;
  if (!row) throw new Error('the workspace of the scope is gone');
  return { own: row.own, rates: new Map(Object.entries(row.rates ?? {})), stages: new Map((row.stages ?? []).map((s) => [s.id, s])) };
}

export async function readCurrencies(scope: Scope): Promise<Pick<Frame, 'own' | 'rates'>> {
  const { own, rates } = await readFrame(scope);
  return { own, rates };
}

/** Ids of closed deals, latest closing first, or of open ones. */
export const readClosedIds = async (scope: Scope, most: number): Promise<string[]> =>
  (await db(scope).deal.findMany({ where: { status: { not: 'open' }, closedAt: { not: null } }, select: { id: true }, orderBy: { closedAt: 'desc' }, take: most })).map((d) => d.id);

export const readOpenIds = async (scope: Scope, after: string | null, most: number): Promise<string[]> =>
  (await db(scope).deal.findMany({ where: { status: 'open', ...(after ? { id: { gt: after } } : {}) }, select: { id: true }, orderBy: { id: 'asc' }, take: most })).map((d) => d.id);
