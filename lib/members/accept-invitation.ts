/**
 * Joining a workspace by link. The link proves the invitation; who joins is either the account with the invited address, signed
 * in, or a new one made here. Taking the invitation, the membership and the audit entry are one transaction: of any number of
 * tries at once, one joins.
 */
import { audit } from '@/lib/server/audit';
import { hashPassword } from '@/lib/server/auth/password';
import { tokenHash } from '@/lib/server/auth/tokens';
import { transaction } from '@/lib/server/db/tenancy';
import { createInvitedUser, endPasswordResets, findUserByEmail, readInvitation, type SignedIn } from '@/lib/server/doors/auth';
import { AppError, conflict, forbidden } from '@/lib/server/errors';
import { memberScope, systemScope } from '@/lib/server/scope';
import { mustBeGoodPassword } from './password-rule';
import { changeMember, findMember, findMemberOfUser, insertMember, takeInvitation } from './store';

type Invited = NonNullable<Awaited<ReturnType<typeof readInvitation>>>;

const over = () => new AppError('not_found', 'This invitation was used, was revoked or has expired. Ask for a new one.');

async function opened(token: string): Promise<Invited> {
  const invitation = await readInvitation(tokenHash(token));
  if (!invitation) throw over();
  return invitation;
}

export type OpenedInvitation = { workspaceName: string; email: string; role: string; hasAccount: boolean };

/** What the link's page shows; null when the link no longer opens anything. */
export async function openInvitation(token: string): Promise<OpenedInvitation | null> {
  const invitation = await readInvitation(tokenHash(token));
  if (!invitation) return null;
  const user = await findUserByEmail(invitation.email);
  return { workspaceName: invitation.workspace.name, email: invitation.email, role: invitation.role, hasAccount: user !== null && user.disabledAt === null };
}

/** For somebody without an account: makes it and joins. Throws not_found for a dead link, conflict when there is an account by now, invalid for a weak password. */
export async function acceptAsNew(token: string, { name, password }: { name: string; password: string }): Promise<{ slug: string; email: string }> {
  const invitation = await opened(token);
  const { email, workspace } = invitation;
  mustBeGoodPassword(password, [name, email, workspace.name]);
  const user = await createInvitedUser({ email, name, passwordHash: await hashPassword(password) });
  if (!user) throw conflict(`There is an account for ${email} already. Sign in with it, then open the link again.`);
  await join(invitation, { id: user.id, name });
  return { slug: workspace.slug, email };
}

/** For somebody who is signed in with the invited address. Throws forbidden for another address. */
export async function acceptAsPerson(token: string, person: SignedIn): Promise<{ slug: string }> {
  const invitation = await opened(token);
  if (invitation.email !== person.email) throw forbidden(`This invitation is for ${invitation.email}, and you are signed in as ${person.email}. Sign out and open the link again.`);
  await join(invitation, { id: person.userId, name: person.name });
  return { slug: invitation.workspace.slug };
}

async function join(invitation: Invited, user: { id: string; name: string }): Promise<void> {
  const { id, workspaceId, email, role, teamId } = invitation;
  const scope = systemScope(workspaceId, 'invitation');
  await transaction(scope, async () => {
    if (!(await takeInvitation(scope, id, new Date()))) throw over();
    const before = await findMemberOfUser(scope, user.id);
    if (before && !before.removedAt) throw conflict('You are a member of this workspace already.');
    const imported = before ? null : invitation.memberId && (await findMember(scope, invitation.memberId));
    const known = before ?? (imported && !imported.userId ? imported : null);
    const values = { userId: user.id, email, role, teamId };
    const memberId = known
      ? (await changeMember(scope, known.id, { ...values, removedAt: null })).id
      : (await insertMember(scope, { ...values, name: user.name })).id;
    const self = memberScope({ id: memberId, userId: user.id, name: known?.name ?? user.name, role, workspaceId }, [memberId], scope.requestId);
    await audit(self, { action: 'member.join', entityId: memberId, after: { name: known?.name ?? user.name, email, role } });
  });
  // A reset link made by an admin of another workspace must not open this one.
  await endPasswordResets(user.id);
}
