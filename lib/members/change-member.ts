import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { mustNotBeLastAdmin } from './last-admin';
import type { MemberChange } from './schema';
import { changeMember as write, findMember, lockAdmins } from './store';
import { findTeam } from './team-store';

/** Changes role or team; what is not given stays. Counts from the member's next request. Throws not_found, or conflict for the last admin. */
export const changeMember = (scope: Scope, { id, role, teamId }: MemberChange): Promise<void> => transaction(scope, async () => {
  if (role) await lockAdmins(scope);
  const before = await findMember(scope, id);
  if (!before) throw notFound('member');
  if (teamId && !(await findTeam(scope, teamId))) throw notFound('team');
  if (role && role !== 'admin') await mustNotBeLastAdmin(scope, before);
  const change = { ...(role ? { role } : {}), ...(teamId === undefined ? {} : { teamId }) };
  if ((role ?? before.role) === before.role && (teamId === undefined ? before.teamId : teamId) === before.teamId) return;
  const after = await write(scope, id, change);
  const told = async (member: typeof before) => ({ name: member.name, role: member.role, team: member.teamId ? ((await findTeam(scope, member.teamId))?.name ?? null) : null });
  await audit(scope, { action: 'member.update', entityId: id, before: await told(before), after: await told(after) });
});
