/** Deals with all that is known of them and since when, in the workspace's currency. */
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import type { DealHistory, FieldChange, StageMove } from './history';
import { readClosedIds, readFrame, readOpenIds, readRecordedDeals, type Frame, type RecordedDeal } from './history-store';
import { toMajor } from './money';

/** A workspace larger than this learns from its latest closed deals. */
export const MOST_CLOSED = 20_000;
const BATCH = 2_000;

type Converter = (minor: number | null, currency: string | null) => number | null;

/** Major units of the workspace's currency; null when no rate is stored: an amount that cannot be compared is no amount. */
const converter = ({ own, rates }: Frame): Converter => (minor, currency) => {
  if (minor === null) return null;
  if (currency === null || currency === own) return toMajor(minor, own);
  const rate = rates.get(currency);
  return rate === undefined ? null : toMajor(minor, currency) * rate;
};

function fieldChanges({ changes, currency }: RecordedDeal, { own, rates }: Frame): FieldChange[] {
  const factor = currency === own ? 1 : rates.get(currency) ?? null;
  const value = (field: string, v: number | string | null) => (field === 'amount' && typeof v === 'number' ? (factor === null ? null : v * factor) : v);
  return (changes ?? []).map(([id, at, field, before, after]) => ({ id, at, field, before: value(field, before), after: value(field, after) }));
}

/** Without a recorded move a deal is taken to have stood in its present stage since `stage_entered_at`. */
function stageMoves(deal: RecordedDeal, { stages }: Frame): StageMove[] {
  const recorded = deal.moves ?? (deal.status === 'open' ? [[deal.id, deal.stage_entered_at, deal.stage_id] as const] : []);
  return recorded.flatMap(([id, at, stageId]) => {
    const stage = stages.get(stageId);
    return stage ? [{ id, at, stageId, stageName: stage.name, position: stage.position, kind: stage.kind }] : [];
  });
}

function toHistory(d: RecordedDeal, frame: Frame): DealHistory {
  const inOwn = converter(frame);
  return {
    id: d.id, name: d.name, externalId: d.external_id,
    account: d.account_id ? { id: d.account_id, name: d.account_name ?? '', industry: d.industry, employees: d.employees, revenue: inOwn(d.revenue_minor, d.account_currency), country: d.country } : null,
    product: d.product_id ? { id: d.product_id, name: d.product_name ?? '', family: d.family, listPrice: inOwn(d.list_price_minor, d.product_currency) } : null,
    ownerId: d.owner_id, ownerName: d.owner_name, teamId: d.team_id, leadSource: d.lead_source,
    amount: inOwn(d.amount_minor, d.currency), discount: d.discount, competitor: d.competitor, expectedCloseAt: d.expected_close_at,
    openedAt: d.opened_at, closedAt: d.closed_at, outcome: d.status === 'open' ? null : d.status,
    stages: stageMoves(d, frame), changes: fieldChanges(d, frame),
    interactions: (d.interactions ?? []).map(([id, at, kind, direction, contactId, subject, text]) => ({ id, at, kind, direction, contactId, subject, text })),
    contacts: (d.contacts ?? []).map(([id, addedAt, name, jobTitle, buyingRole]) => ({ id, addedAt, name, jobTitle, buyingRole })),
  };
}

/** Histories of these deals (those in sight), in the order of `ids`. */
export async function loadHistories(scope: Scope, ids: readonly string[]): Promise<DealHistory[]> {
  const found: DealHistory[] = [];
  for (let i = 0; i < ids.length; i += BATCH) found.push(...(await loadBatch(scope, ids.slice(i, i + BATCH))));
  return found;
}

const loadBatch = (scope: Scope, ids: readonly string[]): Promise<DealHistory[]> => transaction(scope, async () => {
  const deals = await readRecordedDeals(scope, ids);
  const frame = await readFrame(scope);
  const order = new Map(ids.map((id, i) => [id, i]));
  return deals.sort((a, b) => order.get(a.id)! - order.get(b.id)!).map((deal) => toHistory(deal, frame));
});

/** Closed deals of the whole workspace, the latest `MOST_CLOSED`. */
export async function loadClosedHistories(scope: Scope): Promise<DealHistory[]> {
  const wide = seeingAll(scope);
  const ids = await transaction(wide, () => readClosedIds(wide, MOST_CLOSED));
  return loadHistories(wide, ids);
}

/** Ids of the open deals after `after`, by id: to walk through all of them in batches. */
export const openDealIds = (scope: Scope, after: string | null, most: number): Promise<string[]> =>
  transaction(seeingAll(scope), () => readOpenIds(seeingAll(scope), after, most));
