import { transaction } from '@/lib/server/db/tenancy';
import { allows } from '@/lib/server/permissions';
import type { Scope } from '@/lib/server/scope';
import type { Invitation, Member } from './schema';
import { findMembers, findOpenInvitations } from './store';
import { findTeams } from './team-store';

export type People = {
  members: Member[];
  /** Open ones, newest first; for those who manage members. */
  invitations: Invitation[];
};

/** Everybody in the workspace, by name. Addresses and invitations are told only to those who manage members. */
export const listMembers = (scope: Scope, now: Date = new Date()): Promise<People> => transaction(scope, async () => {
  const manages = allows(scope.role, 'member.manage');
  const [rows, open] = [await findMembers(scope), await findOpenInvitations(scope, now)];
  const teams = new Map((await findTeams(scope)).map(({ id, name }) => [id, name]));
  const invitedIds = new Set(open.map(({ memberId }) => memberId));
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return {
    members: rows.map(({ id, name, email, role, team, userId, createdAt, _count }) => ({
      id, name, email: manages ? email : null, role, team, createdAt, openDeals: _count.deals,
      status: userId ? 'active' : invitedIds.has(id) ? 'invited' : 'no_sign_in',
    })),
    invitations: manages
      ? open.map(({ id, email, role, teamId, memberId, createdAt, expiresAt }) => ({
        id, email, role, createdAt, expiresAt, teamName: teamId ? (teams.get(teamId) ?? null) : null, memberName: memberId ? (names.get(memberId) ?? null) : null,
      }))
      : [],
  };
});
