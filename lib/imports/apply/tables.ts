/** Rows of each table as jsonb gives and takes them, in bulk: one statement whatever their number. Column lists are written out once, here. */
import { v7 as uuidv7 } from 'uuid';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { rowsJson } from './journal';

export type AccountRow = {
  id: string; workspace_id: string; external_id: string | null; name: string; industry: string | null; website: string | null; country: string | null;
  employees: number | null; revenue_minor: number | null; currency: string | null; founded_year: number | null; parent_name: string | null;
  custom: object; created_at: string; updated_at: string;
};
export type ProductRow = { id: string; workspace_id: string; external_id: string | null; name: string; family: string | null; list_price_minor: number | null; currency: string | null; custom: object };
export type ContactRow = {
  id: string; workspace_id: string; external_id: string | null; account_id: string | null; name: string; email: string | null; phone: string | null;
  job_title: string | null; buying_role: string; simulated: boolean; custom: object; created_at: string; updated_at: string;
};
export type DealRow = {
  id: string; workspace_id: string; external_id: string | null; name: string; account_id: string | null; product_id: string | null; owner_id: string | null;
  stage_id: string; status: 'open' | 'won' | 'lost'; amount_minor: number | null; currency: string; opened_at: string; stage_entered_at: string;
  expected_close_at: string | null; closed_at: string | null; close_reason: string | null; lead_source: string | null; competitor: string | null;
  discount: number | null; slips: number; last_activity_at: string | null; simulated_fields: string[]; custom: object; version: number; created_at: string; updated_at: string;
};

type Json<R> = { row: R };
const rows = <R>(found: Json<R>[]): R[] => found.map((f) => f.row);

/** Accounts by external id or name (without case). */
export const findAccounts = async (scope: Scope, ids: readonly string[], externalIds: readonly string[], names: readonly string[]): Promise<AccountRow[]> =>
  rows(await db(scope).$queryRaw<Json<AccountRow>[]>`select to_jsonb(a) as row from account a where a.id = any(${ids}::uuid[]) or a.external_id = any(${externalIds}) or lower(a.name) = any(${names.map((n) => n.toLowerCase())}) order by a.id`);

export const findContacts = async (scope: Scope, ids: readonly string[], externalIds: readonly string[], emails: readonly string[], names: readonly string[]): Promise<ContactRow[]> =>
  rows(await db(scope).$queryRaw<Json<ContactRow>[]>`select to_jsonb(c) as row from contact c
    where c.id = any(${ids}::uuid[]) or c.external_id = any(${externalIds}) or lower(c.email) = any(${emails.map((e) => e.toLowerCase())}) or lower(c.name) = any(${names.map((n) => n.toLowerCase())}) order by c.id`);

export const allProducts = async (scope: Scope): Promise<ProductRow[]> =>
  rows(await db(scope).$queryRaw<Json<ProductRow>[]>`select to_jsonb(p) as row from product p order by p.id`);

/** Deals by external id or name: what an import may match. */
export const findDeals = async (scope: Scope, ids: readonly string[], externalIds: readonly string[], names: readonly string[]): Promise<DealRow[]> =>
  rows(await db(scope).$queryRaw<Json<DealRow>[]>`
    select to_jsonb(d) - 'win_probability' - 'win_low' - 'win_high' - 'top_reason' - 'attention' - 'scored_at' as row
    from deal d where d.id = any(${ids}::uuid[]) or d.external_id = any(${externalIds}) or d.name = any(${names}) order by d.id`);

export async function insertAccounts(scope: Scope, list: readonly AccountRow[]): Promise<void> {
  if (list.length > 0) await db(scope).$executeRaw`insert into account select * from jsonb_populate_recordset(null::account, ${rowsJson(list)}::jsonb)`;
}
export async function updateAccounts(scope: Scope, list: readonly AccountRow[]): Promise<void> {
  if (list.length > 0) await db(scope).$executeRaw`
    update account a set external_id = r.external_id, name = r.name, industry = r.industry, website = r.website, country = r.country, employees = r.employees,
      revenue_minor = r.revenue_minor, currency = r.currency, founded_year = r.founded_year, parent_name = r.parent_name, custom = r.custom, updated_at = r.updated_at
    from jsonb_populate_recordset(null::account, ${rowsJson(list)}::jsonb) r where a.id = r.id`;
}
export async function insertProducts(scope: Scope, list: readonly ProductRow[]): Promise<void> {
  if (list.length > 0) await db(scope).$executeRaw`insert into product select * from jsonb_populate_recordset(null::product, ${rowsJson(list)}::jsonb)`;
}
export async function updateProducts(scope: Scope, list: readonly ProductRow[]): Promise<void> {
  if (list.length > 0) await db(scope).$executeRaw`
    update product p set external_id = r.external_id, name = r.name, family = r.family, list_price_minor = r.list_price_minor, currency = r.currency, custom = r.custom
    from jsonb_populate_recordset(null::product, ${rowsJson(list)}::jsonb) r where p.id = r.id`;
}
export async function insertContacts(scope: Scope, list: readonly ContactRow[]): Promise<void> {
  if (list.length > 0) await db(scope).$executeRaw`insert into contact select * from jsonb_populate_recordset(null::contact, ${rowsJson(list)}::jsonb)`;
}
export async function updateContacts(scope: Scope, list: readonly ContactRow[]): Promise<void> {
  if (list.length > 0) await db(scope).$executeRaw`
    update contact c set external_id = r.external_id, account_id = r.account_id, name = r.name, email = r.email, phone = r.phone, job_title = r.job_title,
      buying_role = r.buying_role, custom = r.custom, updated_at = r.updated_at
    from jsonb_populate_recordset(null::contact, ${rowsJson(list)}::jsonb) r where c.id = r.id`;
}
export async function insertDeals(scope: Scope, list: readonly DealRow[]): Promise<void> {
  if (list.length > 0) await db(scope).$executeRaw`
    insert into deal (id, workspace_id, external_id, name, account_id, product_id, owner_id, stage_id, status, amount_minor, currency, opened_at, stage_entered_at,
      expected_close_at, closed_at, close_reason, lead_source, competitor, discount, slips, last_activity_at, simulated_fields, custom, version, created_at, updated_at)
    select id, workspace_id, external_id, name, account_id, product_id, owner_id, stage_id, status, amount_minor, currency, opened_at, stage_entered_at,
      expected_close_at, closed_at, close_reason, lead_source, competitor, discount, slips, last_activity_at, simulated_fields, custom, version, created_at, updated_at
    from jsonb_populate_recordset(null::deal, ${rowsJson(list)}::jsonb)`;
}
export async function updateDeals(scope: Scope, list: readonly DealRow[]): Promise<void> {
  if (list.length > 0) await db(scope).$executeRaw`
    update deal d set external_id = r.external_id, name = r.name, account_id = r.account_id, product_id = r.product_id, owner_id = r.owner_id, stage_id = r.stage_id,
      status = r.status, amount_minor = r.amount_minor, currency = r.currency, opened_at = r.opened_at, stage_entered_at = r.stage_entered_at,
      expected_close_at = r.expected_close_at, closed_at = r.closed_at, close_reason = r.close_reason, lead_source = r.lead_source, competitor = r.competitor,
      discount = r.discount, slips = r.slips, simulated_fields = r.simulated_fields, custom = r.custom, version = r.version, updated_at = r.updated_at
    from jsonb_populate_recordset(null::deal, ${rowsJson(list)}::jsonb) r where d.id = r.id`;
}

const withIds = <R extends object>(list: readonly R[]) => list.map((row) => ({ id: uuidv7(), ...row }));

export type StageChangeRow = { deal_id: string; from_stage_id: string | null; to_stage_id: string; at: string };
export async function insertStageChanges(scope: Scope, list: readonly StageChangeRow[]): Promise<void> {
  if (list.length > 0) await db(scope).$executeRaw`
    insert into stage_change (id, workspace_id, deal_id, from_stage_id, to_stage_id, at)
    select r.id, ${scope.workspaceId}::uuid, r.deal_id, r.from_stage_id, r.to_stage_id, r.at
    from jsonb_to_recordset(${rowsJson(withIds(list))}::jsonb) as r(id uuid, deal_id uuid, from_stage_id uuid, to_stage_id uuid, at timestamptz)`;
}

export type DealChangeRow = { deal_id: string; field: string; before: unknown; after: unknown; at: string };
export async function insertDealChanges(scope: Scope, list: readonly DealChangeRow[]): Promise<void> {
  if (list.length > 0) await db(scope).$executeRaw`
    insert into deal_change (id, workspace_id, deal_id, field, before, after, at)
    select r.id, ${scope.workspaceId}::uuid, r.deal_id, r.field, r.before, r.after, r.at
    from jsonb_to_recordset(${rowsJson(withIds(list))}::jsonb) as r(id uuid, deal_id uuid, field text, before jsonb, after jsonb, at timestamptz)`;
}
