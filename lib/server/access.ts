/**
 * From a request to a Scope: the session's cookie or an API key says who, the membership or key says which workspace and role,
 * the workspace's settings say whose deals are in sight. The only door to a Scope for anything that comes from outside.
 */
import { getServerSession } from 'next-auth';
import { v7 as uuidv7 } from 'uuid';
import { NOBODY } from '@/lib/deals/schema';
import { readSettings } from '@/lib/workspaces/schema';
import { tokenHash } from './auth/tokens';
import { authOptions } from './auth/options';
import { readApiKey, readSession, teamMemberIds, type Membership, type SignedIn } from './doors/auth';
import { AppError, notFound } from './errors';
import { allows } from './permissions';
import { keyScope, memberScope, type Scope } from './scope';

const unauthenticated = (message: string) => new AppError('unauthenticated', message);

/**
 * Whose deals a member sees: the one place that decides it. Deals without an owner (an import could not assign them) are seen by
 * whoever may hand them out, and by reps where the workspace says so: else nobody who works with deals would find them.
 */
export async function sightOf(member: Pick<Membership, 'memberId' | 'role' | 'teamId' | 'workspace'>): Promise<Scope['sight']> {
  if (member.role === 'operator' || member.role === 'admin') return 'all';
  const settings = readSettings(member.workspace.settings);
  const sees = member.role === 'manager' ? settings.managerSees : settings.repSees;
  if (sees === 'all') return 'all';
  const team = sees === 'team' && member.teamId ? await teamMemberIds(member.workspace.id, member.teamId) : [];
  const unowned = allows(member.role, 'deal.assign') || settings.repSeesUnowned;
  return [...new Set([member.memberId, ...team]), ...(unowned ? [NOBODY] : [])];
}

/** The person behind the request's cookie and their workspaces; null when nobody is signed in. */
export async function currentPerson(slug?: string): Promise<{ user: SignedIn; memberships: Membership[] } | null> {
  const session = await getServerSession(authOptions());
  return session?.sessionId ? readSession(session.sessionId, slug) : null;
}

export type MemberAccess = { scope: Scope; member: Membership; user: SignedIn };

/** Scope of the signed-in person in the workspace `slug`. Throws unauthenticated, or not_found when it is not theirs. */
export async function memberAccess(slug: string, requestId: string = uuidv7()): Promise<MemberAccess> {
  const person = await currentPerson(slug);
  if (!person) throw unauthenticated('Sign in first.');
  const member = person.memberships[0];
  if (!member) throw notFound('workspace');
  const scope = memberScope(
    { id: member.memberId, userId: person.user.userId, name: member.memberName, role: member.role, workspaceId: member.workspace.id },
    await sightOf(member), requestId,
  );
  return { scope, member, user: person.user };
}

/** Scope of an API key given as a bearer token. */
export async function keyAccess(authorization: string, requestId: string): Promise<Scope> {
  const token = /^Bearer (wl_[\w-]{20,})$/.exec(authorization)?.[1];
  const key = token ? await readApiKey(tokenHash(token)) : null;
  if (!key) throw unauthenticated('This API key is not known, has expired or was revoked. Make a new one under Settings, Keys.');
  return keyScope(key, requestId);
}
