/** Deals from a batch of rows, with the accounts, products, owners and stages that they name. */
import { v7 as uuidv7 } from 'uuid';
import { trackedRowChanges } from './tracked-rows';
import { plainName } from '../names';
import type { Scope } from '@/lib/server/scope';
import { accountsNamed } from './entities';
import { merged, type Entry } from './journal';
import { memberIndex } from './members';
import type { DealRecord, RowError } from '../schema';
import { mergedCustom, moneyColumns, type Applied, type Batch, type MatchKey, type RowNote } from './record';
import { stageIndex, type StageRow } from './stages';
import {
  allProducts, findDeals, insertDealChanges, insertDeals, insertProducts, insertStageChanges, updateDeals, type DealChangeRow, type DealRow, type ProductRow, type StageChangeRow,
} from './tables';

type Outcome = Applied & { journal: Entry[]; dealIds: string[] };
export type DealOptions = { matchKey: MatchKey; currency: string; now: string };

const texts = (values: (string | null | undefined)[]): string[] => [...new Set(values.filter((v): v is string => typeof v === 'string' && v !== ''))];

async function productsNamed(scope: Scope, references: (string | null | undefined)[]) {
  const ids = new Map<string, string>();
  const known = await allProducts(scope);
  for (const p of [...known].reverse()) {
    ids.set(plainName(p.name), p.id);
    if (p.external_id) ids.set(p.external_id, p.id);
  }
  const made: ProductRow[] = [];
  for (const name of texts(references)) {
    if (ids.has(name) || ids.has(plainName(name))) continue;
    const row: ProductRow = { id: uuidv7(), workspace_id: scope.workspaceId, external_id: null, name, family: null, list_price_minor: null, currency: null, custom: {} };
    made.push(row);
    ids.set(plainName(name), row.id);
  }
  await insertProducts(scope, made);
  const names = new Map([...known, ...made].map((p) => [p.id, p.name]));
  const idOf = (reference: string): string | null => ids.get(reference) ?? ids.get(plainName(reference)) ?? null;
  /** The product's own spelling, where the file writes it in another way. */
  const spelled = (reference: string): string | null => {
    const name = names.get(idOf(reference) ?? '');
    return name === undefined || ids.has(reference) || name.toLowerCase() === reference.toLowerCase() ? null : name;
  };
  return { made, idOf, spelled };
}

/** Where the deal stands and since when, or what is wrong with that. */
function standing(record: DealRecord, stage: StageRow, known: DealRow | undefined, now: string): { fields: Partial<DealRow>; undated: boolean } | { error: Omit<RowError, 'row'> } {
  const closed = stage.kind !== 'open';
  const openedAt = record.openedAt ?? known?.opened_at ?? (closed ? record.closedAt : null) ?? now;
  // A "close date" on an open deal is when it is hoped for.
  const expected = record.expectedCloseAt !== undefined ? record.expectedCloseAt : !closed && record.closedAt ? record.closedAt : undefined;
  // A closed deal that does not say when: the day it was hoped for, if that has passed, else the day it is learned.
  const guess = expected && Date.parse(expected) <= Date.parse(now) ? expected : now;
  const dated = closed ? (record.closedAt ?? (known?.status === stage.kind ? known.closed_at : null)) : null;
  const closedAt = closed ? (dated ?? guess) : null;
  if (Date.parse(openedAt) > Date.parse(now)) return { error: { column: 'openedAt', message: 'the opening date lies in the future' } };
  if (closedAt && Date.parse(closedAt) > Date.parse(now) + 86_400_000) return { error: { column: 'closedAt', message: 'the deal is closed, but its closing date lies in the future' } };
  if (closedAt && Date.parse(closedAt) < Date.parse(openedAt)) return { error: { column: 'closedAt', message: 'the closing date lies before the opening date' } };
  const moved = !known || known.stage_id !== stage.id;
  return {
    undated: closed && !dated,
    fields: {
      stage_id: stage.id, status: stage.kind, opened_at: openedAt, closed_at: closedAt,
      ...(moved ? { stage_entered_at: closedAt ?? (known ? now : openedAt) } : {}),
      ...(expected === undefined ? {} : { expected_close_at: expected }),
    },
  };
}

export async function applyDeals(scope: Scope, batch: Batch<'deals'>, { matchKey, currency, now }: DealOptions): Promise<Outcome> {
  const accounts = await accountsNamed(scope, batch.map((b) => b.record.account), now);
  const products = await productsNamed(scope, batch.map((b) => b.record.product));
  const members = await memberIndex(scope);
  const stages = await stageIndex(scope);
  const journal: Entry[] = [
    ...accounts.journal(batch[0]?.row ?? 0),
    ...products.made.map((p): Entry => ({ row: batch[0]?.row ?? 0, action: 'created', entity: 'product', recordId: p.id, before: null })),
  ];
  const errors: RowError[] = [];
  const notes: RowNote[] = [];
  const creates = new Map<string, DealRow>();
  const updates = new Map<string, DealRow>();
  const moves: StageChangeRow[] = [];
  const changes: DealChangeRow[] = [];
  let skipped = 0;

  const keyOf = (name: string, accountId: string | null) => (matchKey === 'name+account' ? `${plainName(name)}\n${accountId ?? ''}` : plainName(name));
  const byExternalId = new Map<string, DealRow>();
  const byName = new Map<string, DealRow>();
  const remember = (deal: DealRow) => {
    byExternalId.set(deal.id, deal);
    if (deal.external_id) byExternalId.set(deal.external_id, deal);
    byName.set(keyOf(deal.name, deal.account_id), deal);
  };
  for (const deal of (await findDeals(scope, texts(batch.map((b) => b.record.id)), texts(batch.map((b) => b.record.externalId)), matchKey === 'externalId' ? [] : texts(batch.map((b) => b.record.name)))).reverse()) remember(deal);

  const ownerOf = async (row: number, reference: string): Promise<string> => {
    const known = members.find(reference);
    if (known) return known.id;
    const made = await members.add(reference.includes('@') ? { name: reference.split('@')[0]!, email: reference } : { name: reference });
    journal.push({ row, action: 'created', entity: 'member', recordId: made.id, before: null });
    return made.id;
  };

  for (const { row, record } of batch) {
    const accountId = record.account ? accounts.idOf(record.account) : record.account;
    const known = (record.id ? byExternalId.get(record.id) : undefined) ?? (record.externalId ? byExternalId.get(record.externalId) : undefined)
      ?? (matchKey === 'externalId' ? undefined : byName.get(keyOf(record.name, accountId ?? null)));
    const stage = record.stage ? await stages.named(row, record.stage) : known ? stages.byId(known.stage_id) : stages.first('open');
    if (!stage) {
      errors.push({ row, column: 'stage', message: 'there is no stage, and this workspace has no open stage to start in' });
      continue;
    }
    const place = standing(record, stage, known, now);
    if ('error' in place) {
      errors.push({ row, ...place.error });
      continue;
    }
    if (place.undated) notes.push({ row, column: null, message: 'closed, but the file does not say when: taken as closed on the expected day, or else today' });
    const spelled = record.product ? products.spelled(record.product) : null;
    if (spelled) notes.push({ row, column: null, message: `"${record.product ?? ''}" was taken as the product "${spelled}"` });
    const given: Partial<DealRow> = {
      ...place.fields,
      ...defined({
        external_id: record.externalId, name: known && record.nameIsMade ? undefined : record.name, ...moneyColumns(record.amount, 'amount_minor', 'currency'), close_reason: record.closeReason,
        lead_source: record.leadSource, competitor: record.competitor, discount: record.discount, account_id: accountId,
        product_id: record.product ? products.idOf(record.product) : record.product, custom: mergedCustom(known?.custom, record.custom),
      }),
      ...(record.owner === undefined ? {} : { owner_id: record.owner === null ? null : await ownerOf(row, record.owner) }),
    };
    if (!known) {
      const deal: DealRow = { ...blank(scope.workspaceId, stage, currency, now), ...given };
      if (deal.status === 'won' || deal.status === 'lost') moves.push({ deal_id: deal.id, from_stage_id: null, to_stage_id: deal.stage_id, at: deal.closed_at! });
      else moves.push({ deal_id: deal.id, from_stage_id: null, to_stage_id: deal.stage_id, at: deal.stage_entered_at });
      creates.set(deal.id, deal);
      remember(deal);
      journal.push({ row, action: 'created', entity: 'deal', recordId: deal.id, before: null });
      continue;
    }
    const { row: next, changed } = merged(known as DealRow & Record<string, unknown>, given as Partial<DealRow & Record<string, unknown>>);
    if (changed.length === 0) {
      skipped++;
      continue;
    }
    const tracked = trackedRowChanges(known, next);
    const deal: DealRow = { ...next, version: creates.has(known.id) ? known.version : known.version + 1, updated_at: now, slips: next.slips + (tracked.some((c) => c.slip) ? 1 : 0) };
    remember(deal);
    if (creates.has(deal.id)) {
      creates.set(deal.id, deal);
      continue;
    }
    if (deal.stage_id !== known.stage_id) moves.push({ deal_id: deal.id, from_stage_id: known.stage_id, to_stage_id: deal.stage_id, at: deal.closed_at ?? now });
    changes.push(...tracked.map(({ field, before, after }) => ({ deal_id: deal.id, field, before, after, at: now })));
    if (!updates.has(deal.id)) journal.push({ row, action: 'updated', entity: 'deal', recordId: deal.id, before: known });
    updates.set(deal.id, deal);
  }
  await insertDeals(scope, [...creates.values()]);
  await updateDeals(scope, [...updates.values()]);
  await insertStageChanges(scope, moves);
  await insertDealChanges(scope, changes);
  return { created: creates.size, updated: updates.size, skipped, errors, notes, journal: [...stages.journal, ...journal], dealIds: [...creates.keys(), ...updates.keys()] };
}

const defined = <T extends object>(values: T): Partial<DealRow> => Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined)) as Partial<DealRow>;

const blank = (workspaceId: string, stage: StageRow, currency: string, now: string): DealRow => ({
  id: uuidv7(), workspace_id: workspaceId, external_id: null, name: '', account_id: null, product_id: null, owner_id: null, stage_id: stage.id, status: stage.kind,
  amount_minor: null, currency, opened_at: now, stage_entered_at: now, expected_close_at: null, closed_at: null, close_reason: null, lead_source: null,
  competitor: null, discount: null, slips: 0, last_activity_at: null, simulated_fields: [], custom: {}, version: 1, created_at: now, updated_at: now,
});
