/** Members and invitations of one workspace. What a person is beyond it (account, sessions) is the sign-in door's. */
import { db } from '@/lib/server/db/tenancy';
import type { Role, Scope } from '@/lib/server/scope';

const SHOWN = { id: true, userId: true, name: true, email: true, role: true, teamId: true, createdAt: true } as const;
type NewMember = { userId: string; name: string; email: string; role: Role; teamId: string | null };

export const insertMember = (scope: Scope, member: NewMember) =>
  db(scope).member.create({ data: { workspaceId: scope.workspaceId, ...member }, select: { id: true } });

/** Everybody who was not removed, by name, with their team and open deals. */
export const findMembers = (scope: Scope) => db(scope).member.findMany({
  where: { removedAt: null },
  select: { ...SHOWN, team: { select: { id: true, name: true } }, _count: { select: { deals: { where: { status: 'open' } } } } },
  orderBy: [{ name: 'asc' }, { id: 'asc' }],
});

export const findMember = (scope: Scope, id: string) => db(scope).member.findFirst({ where: { id, removedAt: null }, select: SHOWN });

/** The live member with this address, whoever can sign in first. */
export const findMemberByEmail = (scope: Scope, email: string) =>
  db(scope).member.findFirst({ where: { email: { equals: email, mode: 'insensitive' }, removedAt: null }, select: SHOWN, orderBy: { userId: { sort: 'asc', nulls: 'last' } } });

/** Removed or not: a person has one membership in a workspace. */
export const findMemberOfUser = (scope: Scope, userId: string) => db(scope).member.findFirst({ where: { userId }, select: { ...SHOWN, removedAt: true } });

/** Changes of who is admin wait for each other here, so that two admins cannot remove one another at once. */
export const lockAdmins = (scope: Scope) => db(scope).$queryRaw`select 1 from workspace where id = ${scope.workspaceId}::uuid for update`;

export const countOtherAdmins = (scope: Scope, id: string) =>
  db(scope).member.count({ where: { role: 'admin', removedAt: null, userId: { not: null }, id: { not: id } } });

export const changeMember = (scope: Scope, id: string, data: Partial<NewMember> & { removedAt?: Date | null }) =>
  db(scope).member.update({ where: { id }, data, select: SHOWN });

const OPEN = (now: Date) => ({ acceptedAt: null, revokedAt: null, expiresAt: { gt: now } });
const INVITATION = { id: true, email: true, role: true, teamId: true, memberId: true, createdAt: true, expiresAt: true } as const;

export const findOpenInvitations = (scope: Scope, now: Date) => db(scope).invitation.findMany({ where: OPEN(now), select: INVITATION, orderBy: { id: 'desc' } });

export const findOpenInvitation = (scope: Scope, id: string, now: Date) => db(scope).invitation.findFirst({ where: { id, ...OPEN(now) }, select: INVITATION });

export const insertInvitation = (scope: Scope, data: { email: string; role: Role; teamId: string | null; memberId: string | null; tokenHash: string; expiresAt: Date }) =>
  db(scope).invitation.create({
    data: { workspaceId: scope.workspaceId, invitedById: scope.principal.kind === 'member' ? scope.principal.id : null, ...data },
    select: INVITATION,
  });

/** Ends open invitations: one, or all for an address or a member, or by one. */
export const endInvitations = async (scope: Scope, which: { id: string } | { email: string } | { memberId: string } | { invitedById: string }, at: Date): Promise<number> =>
  (await db(scope).invitation.updateMany({ where: { ...which, acceptedAt: null, revokedAt: null }, data: { revokedAt: at } })).count;

/** Uses an invitation; false when it is no longer open. Of any number at once, one gets true. */
export const takeInvitation = async (scope: Scope, id: string, at: Date): Promise<boolean> =>
  (await db(scope).invitation.updateMany({ where: { id, ...OPEN(at) }, data: { acceptedAt: at } })).count === 1;
