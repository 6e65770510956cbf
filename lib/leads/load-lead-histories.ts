/** Leads with all that is known of them and since when: what scoring and training work on. */
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import type { LeadHistory } from './history';
import { readLeadIds, readRecordedLeads, type RecordedLead } from './history-store';
import { isOpen } from './schema';

const BATCH = 1_000;

const toHistory = (l: RecordedLead): LeadHistory => ({
  id: l.id, name: l.name, externalId: l.external_id, hasEmail: l.has_email, hasPhone: l.has_phone, jobTitle: l.job_title, source: l.source, company: l.company,
  account: l.account_id ? { id: l.account_id, name: l.account_name ?? '', industry: l.industry, employees: l.employees, country: l.country, foundedYear: l.founded_year } : null,
  ownerId: l.owner_id, ownerName: l.owner_name, teamId: l.team_id, custom: l.custom, state: l.state,
  leadAt: l.lead_at, recordedAt: l.recorded_at, endedAt: l.ended_at, outcome: isOpen(l.state) ? null : l.state === 'converted' ? 'converted' : 'not',
  changes: (l.changes ?? []).map(([at, field, before, after]) => ({ at, field, before, after })),
  interactions: (l.interactions ?? []).map(([id, at, kind, direction, subject, text]) => ({ id, at, kind, direction, contactId: l.id, subject, text })),
});

/** Histories of these leads (those in sight), in the order of `ids`; read a thousand at a time. */
export async function loadLeadHistories(scope: Scope, ids: readonly string[]): Promise<LeadHistory[]> {
  const found: LeadHistory[] = [];
  for (let i = 0; i < ids.length; i += BATCH) {
    const batch = ids.slice(i, i + BATCH);
    const rows = new Map((await transaction(scope, () => readRecordedLeads(scope, batch))).map((row) => [row.id, row]));
    found.push(...batch.flatMap((id) => { const row = rows.get(id); return row ? [toHistory(row)] : []; }));
  }
  return found;
}

/** Ids of leads of the whole workspace after `cursor`, by id: to walk through all of them. `open`: only open ones, false: only ended ones. */
export const leadIds = (scope: Scope, { open, cursor = null, take }: { open?: boolean; cursor?: string | null; take: number }): Promise<string[]> =>
  transaction(seeingAll(scope), () => readLeadIds(seeingAll(scope), open ?? null, cursor, take));
