import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { endResets, endWhatTheyMade } from './end-what-they-made';
import { mustNotBeLastAdmin } from './last-admin';
import type { MemberChange } from './schema';
import { changeMember as write, findMember, lockAdmins } from './store';
import { findTeam } from './team-store';

/**
 * Changes role or team; what is not given stays. Counts from the member's next request; keys of theirs with more rights than the
 * new role end. Throws not_found, or conflict for the last admin.
 */
export async function changeMember(scope: Scope, { id, role, teamId }: MemberChange, now: Date = new Date()): Promise<void> {
  const roles = await transaction(scope, async () => {
    if (role) await lockAdmins(scope);
    const before = await findMember(scope, id);
    if (!before) throw notFound('member');
    if (teamId && !(await findTeam(scope, teamId))) throw notFound('team');
    if (role && role !== 'admin') await mustNotBeLastAdmin(scope, before);
    const change = { ...(role ? { role } : {}), ...(teamId === undefined ? {} : { teamId }) };
    if ((role ?? before.role) === before.role && (teamId === undefined ? before.teamId : teamId) === before.teamId) return null;
    const after = await write(scope, id, change);
    const told = async (member: typeof before) => ({ name: member.name, role: member.role, team: member.teamId ? ((await findTeam(scope, member.teamId))?.name ?? null) : null });
    await audit(scope, { action: 'member.update', entityId: id, before: await told(before), after: await told(after) });
    await endWhatTheyMade(scope, id, after.role, now);
    return { before: before.role, after: after.role };
  });
  if (roles) await endResets(scope, roles.before, roles.after);
}
