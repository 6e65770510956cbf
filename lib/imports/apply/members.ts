/**
 * Sales people and their teams: members who own deals before they can sign in. A manager's team carries the manager's name.
 * Team and role say whose deals one sees, so those who can sign in are changed only by an import of somebody who manages members.
 */
import { v7 as uuidv7 } from 'uuid';
import { db } from '@/lib/server/db/tenancy';
import { allows } from '@/lib/server/permissions';
import { plainName } from '../names';
import type { Scope } from '@/lib/server/scope';
import type { Entry } from './journal';
import type { RowError } from '../schema';
import { type Applied, type Batch, type RowNote } from './record';

type Outcome = Applied & { journal: Entry[] };
type Known = { id: string; name: string; email: string | null; externalId: string | null; role: string; teamId: string | null; userId: string | null };

const readMembers = (scope: Scope): Promise<Known[]> =>
  db(scope).member.findMany({ where: { removedAt: null }, select: { id: true, name: true, email: true, externalId: true, role: true, teamId: true, userId: true }, orderBy: { id: 'asc' } });

/** Members by external id, e-mail or name, and a way to add one. Few enough in any workspace to read whole. */
export async function memberIndex(scope: Scope) {
  const byKey = new Map<string, Known>();
  const remember = (m: Known) => {
    byKey.set(plainName(m.name), m);
    if (m.email) byKey.set(m.email.toLowerCase(), m);
    if (m.externalId) byKey.set(m.externalId, m);
  };
  for (const member of (await readMembers(scope)).reverse()) remember(member);
  const find = (reference: string): Known | undefined => byKey.get(reference) ?? byKey.get(reference.toLowerCase()) ?? byKey.get(plainName(reference));
  const add = async (member: { name: string; email?: string | null; externalId?: string | null; role?: 'rep' | 'manager'; teamId?: string | null }): Promise<Known> => {
    const { name, email = null, externalId = null, role = 'rep', teamId = null } = member;
    const row: Known = { id: uuidv7(), name, email, externalId, role, teamId, userId: null };
    await db(scope).member.create({ data: { id: row.id, workspaceId: scope.workspaceId, name, email, externalId, role, teamId }, select: { id: true } });
    remember(row);
    return row;
  };
  return { find, add };
}

/** Whether whoever started the import may manage members, now: the system itself (the sample, the command line), or a member or key. */
async function isByManagerOfMembers(scope: Scope, importId: string): Promise<boolean> {
  const { actorId } = await db(scope).import.findUniqueOrThrow({ where: { id: importId }, select: { actorId: true } });
  if (actorId === null) return true;
  const starter = (await db(scope).member.findFirst({ where: { id: actorId, removedAt: null }, select: { role: true } }))
    ?? (await db(scope).apiKey.findFirst({ where: { id: actorId, revokedAt: null }, select: { role: true } }));
  return starter !== null && allows(starter.role, 'member.manage');
}

export async function applyMembers(scope: Scope, importId: string, batch: Batch<'members'>): Promise<Outcome> {
  const members = await memberIndex(scope);
  const manages = await isByManagerOfMembers(scope, importId);
  const teams = new Map((await db(scope).team.findMany({ select: { id: true, name: true } })).map((t) => [plainName(t.name), t.id]));
  const journal: Entry[] = [];
  const errors: RowError[] = [], notes: RowNote[] = [];
  let created = 0, updated = 0, skipped = 0;

  const teamNamed = async (row: number, name: string): Promise<string> => {
    const known = teams.get(plainName(name));
    if (known) return known;
    const { id } = await db(scope).team.create({ data: { workspaceId: scope.workspaceId, name }, select: { id: true } });
    teams.set(plainName(name), id);
    journal.push({ row, action: 'created', entity: 'team', recordId: id, before: null });
    return id;
  };
  const change = async (row: number, known: Known, data: Partial<Pick<Known, 'email' | 'externalId' | 'teamId'>> & { role?: 'manager' }): Promise<boolean> => {
    const different = Object.entries(data).filter(([key, value]) => value !== undefined && known[key as keyof Known] !== value);
    if (different.length === 0) return false;
    if (known.userId !== null && !manages) {
      notes.push({ row, column: null, message: `${known.name} signs in here, so only an admin changes them: by an import, or under Settings, Members.` });
      return false;
    }
    journal.push({ row, action: 'updated', entity: 'member', recordId: known.id, before: { email: known.email, external_id: known.externalId, team_id: known.teamId, role: known.role } });
    await db(scope).member.updateMany({ where: { id: known.id }, data: Object.fromEntries(different) });
    Object.assign(known, Object.fromEntries(different));
    return true;
  };

  for (const { row, record } of batch) {
    const teamName = record.team ?? (record.manager ? `${record.manager}'s team` : null);
    const teamId = teamName ? await teamNamed(row, teamName) : undefined;
    if (record.manager) {
      const manager = members.find(record.manager);
      if (!manager) {
        const made = await members.add({ name: record.manager, role: 'manager', ...(teamId ? { teamId } : {}) });
        journal.push({ row, action: 'created', entity: 'member', recordId: made.id, before: null });
      } else await change(row, manager, { ...(teamId ? { teamId } : {}), ...(manager.role === 'rep' && manager.userId === null ? { role: 'manager' as const } : {}) });
    }
    const known = (record.externalId ? members.find(record.externalId) : undefined) ?? (record.email ? members.find(record.email) : undefined) ?? members.find(record.name);
    if (!known) {
      const made = await members.add({ name: record.name, email: record.email ?? null, externalId: record.externalId ?? null, ...(teamId ? { teamId } : {}) });
      journal.push({ row, action: 'created', entity: 'member', recordId: made.id, before: null });
      created++;
    } else if (await change(row, known, { ...(teamId ? { teamId } : {}), ...(record.email ? { email: record.email } : {}), ...(record.externalId ? { externalId: record.externalId } : {}) })) updated++;
    else skipped++;
  }
  return { created, updated, skipped, errors, notes, journal };
}
