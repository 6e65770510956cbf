/** Rows of leads as jsonb gives and takes them, in bulk, and the past of the facts that an import changes. Scores are not an import's to write. */
import { v7 as uuidv7 } from 'uuid';
import { db } from '@/lib/server/db/tenancy';
import type { LeadState } from '@/lib/leads/schema';
import type { Scope } from '@/lib/server/scope';
import { rowsJson } from './journal';
import type { ContactRow } from './tables';

export type LeadRow = {
  id: string; workspace_id: string; state: LeadState; lead_at: string | null; source: string | null; company: string | null; owner_id: string | null;
  ended_at: string | null; end_reason: string | null; version: number; created_at: string; updated_at: string;
};
export type LeadChangeRow = { lead_id: string; field: string; before: unknown; after: unknown; at: string };

export const findLeads = async (scope: Scope, ids: readonly string[]): Promise<LeadRow[]> => (await db(scope).$queryRaw<{ row: LeadRow }[]>`
  select to_jsonb(l) - 'deal_id' - 'lead_score' - 'lead_low' - 'lead_high' - 'lead_scored_at' - 'lead_model_version' as row from lead l where l.id = any(${ids}::uuid[])`).map((found) => found.row);

export async function insertLeads(scope: Scope, list: readonly LeadRow[]): Promise<void> {
  if (list.length > 0) await db(scope).$executeRaw`
    insert into lead (id, workspace_id, state, lead_at, source, company, owner_id, ended_at, end_reason, version, created_at, updated_at)
    select id, workspace_id, state, lead_at, source, company, owner_id, ended_at, end_reason, version, created_at, updated_at from jsonb_populate_recordset(null::lead, ${rowsJson(list)}::jsonb)`;
}

export async function updateLeads(scope: Scope, list: readonly LeadRow[]): Promise<void> {
  if (list.length > 0) await db(scope).$executeRaw`
    update lead l set state = r.state, lead_at = r.lead_at, source = r.source, company = r.company, owner_id = r.owner_id, ended_at = r.ended_at, end_reason = r.end_reason,
      version = r.version, updated_at = r.updated_at
    from jsonb_populate_recordset(null::lead, ${rowsJson(list)}::jsonb) r where l.id = r.id`;
}

export async function insertLeadChanges(scope: Scope, list: readonly LeadChangeRow[]): Promise<void> {
  if (list.length > 0) await db(scope).$executeRaw`
    insert into lead_change (id, workspace_id, lead_id, field, before, after, at, actor_name)
    select r.id, ${scope.workspaceId}::uuid, r.lead_id, r.field, r.before, r.after, r.at, ${scope.principal.name}
    from jsonb_to_recordset(${rowsJson(list.map((row) => ({ id: uuidv7(), ...row })))}::jsonb) as r(id uuid, lead_id uuid, field text, before jsonb, after jsonb, at timestamptz)`;
}

/** The facts of a contact that a lead's past keeps, where they differ. */
export function contactChanges(before: ContactRow, after: ContactRow, at: string): LeadChangeRow[] {
  const change = (field: string, was: unknown, is: unknown): LeadChangeRow[] => (JSON.stringify(was ?? null) === JSON.stringify(is ?? null) ? [] : [{ lead_id: after.id, field, before: was ?? null, after: is ?? null, at }]);
  const [was, is] = [before.custom as Record<string, unknown>, after.custom as Record<string, unknown>];
  return [
    ...change('jobTitle', before.job_title, after.job_title), ...change('account', before.account_id, after.account_id),
    ...[...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((name) => change(`custom:${name}`, was[name], is[name])),
  ];
}

/** People changed by an import of contacts who are leads too: their past keeps it. */
export async function noteContactRows(scope: Scope, pairs: readonly { before: ContactRow; after: ContactRow }[], now: string): Promise<void> {
  const leads = new Map((await findLeads(scope, pairs.map(({ after }) => after.id))).map((lead) => [lead.id, lead]));
  const changes = pairs.filter(({ after }) => leads.has(after.id)).flatMap(({ before, after }) => contactChanges(before, after, now));
  await insertLeadChanges(scope, changes);
}
