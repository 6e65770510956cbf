/** What a person does to their own account, in whatever workspace they are: password and sessions. */
import { audit } from '@/lib/server/audit';
import { hashPassword } from '@/lib/server/auth/password';
import { checkCredentials } from '@/lib/server/auth/sign-in';
import { transaction } from '@/lib/server/db/tenancy';
import { endSessionsOf, membershipsOf, readOwnSessions, setPassword, type OwnSession, type SignedIn } from '@/lib/server/doors/auth';
import { invalid, notFound } from '@/lib/server/errors';
import { memberScope } from '@/lib/server/scope';
import { mustBeGoodPassword } from './password-rule';

/** Written down in every workspace that the person may enter. */
export async function auditAccount(userId: string, action: 'member.password_change' | 'member.password_reset', requestId: string): Promise<void> {
  for (const { id, workspaceId, name, role } of await membershipsOf(userId)) {
    const scope = memberScope({ id, userId, name, role, workspaceId }, [id], requestId);
    await transaction(scope, () => audit(scope, { action, entityId: id, after: { name } }));
  }
}

/** Throws invalid for a wrong present or a weak new password, rate_limited after too many wrong ones. Every other session ends. */
export async function changePassword(person: SignedIn, { present, next }: { present: string; next: string }): Promise<void> {
  const refuse = (path: string, message: string) => invalid(message, [{ path, message }]);
  if (!(await checkCredentials({ email: person.email, password: present }, `session:${person.sessionId}`))) throw refuse('present', 'This is not your present password.');
  if (next === present) throw refuse('next', 'This is the password you have now. Choose another.');
  mustBeGoodPassword(next, [person.name, person.email], 'next');
  await setPassword(person.userId, await hashPassword(next), person.sessionId);
  await auditAccount(person.userId, 'member.password_change', person.sessionId);
}

export const ownSessions = async (person: SignedIn): Promise<(OwnSession & { current: boolean })[]> =>
  (await readOwnSessions(person.userId)).map((session) => ({ ...session, current: session.id === person.sessionId }));

/** Ends one of one's own sessions, the present one included. Throws not_found for any other. */
export async function endOwnSession(person: SignedIn, id: string): Promise<void> {
  if ((await endSessionsOf(person.userId, { id })) === 0) throw notFound('session');
}

/** Signs out everywhere else; gives how many sessions ended. */
export const endOtherSessions = (person: SignedIn): Promise<number> => endSessionsOf(person.userId, { except: person.sessionId });
