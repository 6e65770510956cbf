/** The sample's leads in the database, each row marked as simulated: five statements whatever their number. */
import { v7 as uuidv7 } from 'uuid';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { SampleLead } from '@/prisma/sample/leads';

/** Who sells, in an order that every installation has. */
export const readSellers = (scope: Scope): Promise<{ id: string; name: string }[]> =>
  db(scope).member.findMany({ where: { removedAt: null, role: 'rep' }, select: { id: true, name: true }, orderBy: { name: 'asc' } });

/** Takes away whatever an earlier attempt wrote; their leads and what happened to them go along. */
export async function clearLeads(scope: Scope): Promise<void> {
  await db(scope).interaction.deleteMany({ where: { simulated: true, dealId: null } });
  await db(scope).contact.deleteMany({ where: { simulated: true, lead: { isNot: null } } });
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

export async function writeLeads(scope: Scope, leads: readonly SampleLead[], names: ReadonlyMap<string, string>): Promise<void> {
  const { workspaceId } = scope;
  const rows = JSON.stringify(leads.map(({ leadAt, endedAt, interactions: _talk, moves: _moves, ...lead }) => ({ ...lead, leadAt: iso(leadAt), endedAt: iso(endedAt), touchedAt: iso(endedAt ?? leadAt) })));
  await db(scope).$executeRaw`
    insert into contact (id, workspace_id, name, email, job_title, buying_role, simulated, custom, created_at, updated_at)
    select id, ${workspaceId}::uuid, name, email, "jobTitle", 'unknown', true, custom, "leadAt", "touchedAt"
    from jsonb_to_recordset(${rows}::jsonb) as r(id uuid, name text, email text, "jobTitle" text, custom jsonb, "leadAt" timestamptz, "touchedAt" timestamptz)`;
  await db(scope).$executeRaw`
    insert into lead (id, workspace_id, state, lead_at, source, company, owner_id, ended_at, end_reason, created_at, updated_at)
    select id, ${workspaceId}::uuid, state::lead_state, "leadAt", source, company, "ownerId", "endedAt", "endReason", "leadAt", "touchedAt"
    from jsonb_to_recordset(${rows}::jsonb) as r(id uuid, state text, source text, company text, "ownerId" uuid, "leadAt" timestamptz, "endedAt" timestamptz, "endReason" text, "touchedAt" timestamptz)`;
  const moves = JSON.stringify(leads.flatMap((lead) => lead.moves.map(({ from, to, at }) => ({ id: uuidv7({ msecs: at }), leadId: lead.id, before: from, after: to, at: iso(at), by: names.get(lead.ownerId ?? '') ?? 'Sample' }))));
  await db(scope).$executeRaw`
    insert into lead_change (id, workspace_id, lead_id, field, before, after, at, actor_name, simulated)
    select id, ${workspaceId}::uuid, "leadId", 'state', to_jsonb(before), to_jsonb(after), at, by, true
    from jsonb_to_recordset(${moves}::jsonb) as r(id uuid, "leadId" uuid, before text, after text, at timestamptz, by text)`;
  const talk = JSON.stringify(leads.flatMap((lead) => lead.interactions.map(({ at, ...interaction }) => ({ ...interaction, id: uuidv7({ msecs: at }), memberId: interaction.direction === 'outbound' ? lead.ownerId : null, at: iso(at) }))));
  await db(scope).$executeRaw`
    insert into interaction (id, workspace_id, contact_id, member_id, kind, direction, channel, subject, text, at, simulated)
    select id, ${workspaceId}::uuid, "contactId", "memberId", kind::interaction_kind, direction::direction, channel, subject, text, at, true
    from jsonb_to_recordset(${talk}::jsonb) as r(id uuid, "contactId" uuid, "memberId" uuid, kind text, direction text, channel text, subject text, text text, at timestamptz)`;
}
