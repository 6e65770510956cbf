/** Reads everything the workspace recorded about leads: one query whatever their number, what happened to each as JSON beside it. */
import type { HistoryInteraction } from '@/lib/deals/history';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { FactValue } from './history';
import { OPEN_STATES, type LeadState } from './schema';

/** Times in epoch milliseconds, each list ascending by time. */
export type RecordedLead = {
  id: string; name: string; external_id: string | null; has_email: boolean; has_phone: boolean; job_title: string | null; source: string | null; company: string | null; state: LeadState;
  lead_at: number | null; recorded_at: number; ended_at: number | null; custom: Record<string, FactValue>;
  owner_id: string | null; owner_name: string | null; team_id: string | null;
  account_id: string | null; account_name: string | null; industry: string | null; employees: number | null; country: string | null; founded_year: number | null;
  changes: [at: number, field: string, before: FactValue, after: FactValue][] | null;
  interactions: [id: string, at: number, kind: HistoryInteraction['kind'], direction: HistoryInteraction['direction'], subject: string | null, text: string | null][] | null;
};

/** Those of `ids` that are in sight, in no order. */
export async function readRecordedLeads(scope: Scope, ids: readonly string[]): Promise<RecordedLead[]> {
  const rows = await db(scope).$queryRaw<{ lead: RecordedLead }[]>`
    select to_json(r) as lead from (
      select l.id, c.name, c.external_id, c.email is not null as has_email, c.phone is not null as has_phone, c.job_title, l.source, l.company, l.state, c.custom,
        (extract(epoch from l.lead_at) * 1000)::bigint as lead_at, (extract(epoch from l.created_at) * 1000)::bigint as recorded_at, (extract(epoch from l.ended_at) * 1000)::bigint as ended_at,
        l.owner_id, m.name as owner_name, m.team_id, a.id as account_id, a.name as account_name, a.industry, a.employees, a.country, a.founded_year,
        (select json_agg(json_build_array((extract(epoch from h.at) * 1000)::bigint, h.field, h.before, h.after) order by h.at, h.id) from lead_change h where h.lead_id = l.id) as changes,
        (select json_agg(json_build_array(i.id, (extract(epoch from i.at) * 1000)::bigint, i.kind, i.direction, i.subject, i.text) order by i.at, i.id)
          from interaction i where i.contact_id = l.id) as interactions
      from lead l join contact c on c.id = l.id left join member m on m.id = l.owner_id left join account a on a.id = c.account_id
      where l.id = any(${ids}::uuid[])
    ) r`;
  return rows.map((row) => row.lead);
}

/** Ids after `after`, ascending: of open leads, of ended ones, or of all. */
export const readLeadIds = async (scope: Scope, open: boolean | null, after: string | null, take: number): Promise<string[]> =>
  (await db(scope).lead.findMany({
    where: { ...(open === null ? {} : { state: open ? { in: [...OPEN_STATES] } : { notIn: [...OPEN_STATES] } }), ...(after ? { id: { gt: after } } : {}) },
    select: { id: true }, orderBy: { id: 'asc' }, take,
  })).map((row) => row.id);

export const countEndedAfter = (scope: Scope, after: Date | null): Promise<number> =>
  db(scope).lead.count({ where: { state: { in: ['converted', 'disqualified'] }, ...(after ? { endedAt: { gt: after } } : {}) } });

export async function readEndedIds(scope: Scope, most: number): Promise<string[]> {
  const rows = await db(scope).lead.findMany({ where: { state: { in: ['converted', 'disqualified'] } }, orderBy: [{ endedAt: { sort: 'desc', nulls: 'last' } }, { id: 'desc' }], take: most, select: { id: true } });
  return rows.map(({ id }) => id);
}
