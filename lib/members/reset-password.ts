/** A forgotten password, by link. There is no mail server to prove who asks, so a person vouches: an admin, or whoever owns the installation. */
import { v7 as uuidv7 } from 'uuid';
import { audit } from '@/lib/server/audit';
import { hashPassword } from '@/lib/server/auth/password';
import { newToken, tokenHash } from '@/lib/server/auth/tokens';
import { transaction } from '@/lib/server/db/tenancy';
import { createPasswordReset, findUserByEmail, readPasswordReset, usePasswordReset } from '@/lib/server/doors/auth';
import { env } from '@/lib/server/env';
import { AppError, conflict, forbidden, notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { auditAccount } from './own-account';
import { mustBeGoodPassword } from './password-rule';
import { findMember } from './store';

export const RESET_MINUTES = 60;

type ResetLink = { link: string; expiresAt: Date };

/** Null when `voucherId` is not an admin wherever the link would let them in. */
async function makeLink(userId: string, voucherId: string | null, now: Date): Promise<ResetLink | null> {
  const token = newToken();
  const expiresAt = new Date(now.getTime() + RESET_MINUTES * 60_000);
  const made = await createPasswordReset(userId, tokenHash(token), expiresAt, voucherId);
  return made ? { link: `${env().url}/reset/${token}`, expiresAt } : null;
}

/** Instead of a link: the person also belongs where this admin is none, and who runs the installation makes it, for this sign-in. */
export type ResetElsewhere = { link: null; signIn: string };

/**
 * A link by an admin for a member. Whoever holds it can become that person in all of their workspaces, so the admin must be one in
 * each of them; else nothing is made, and the answer says what to do instead. Throws not_found, conflict for a member who has no
 * sign-in yet, forbidden for a key.
 */
export async function createResetLink(scope: Scope, memberId: string, now: Date = new Date()): Promise<ResetLink | ResetElsewhere> {
  const { principal } = scope;
  if (principal.kind !== 'member') throw forbidden('Only a person who is signed in as admin can answer for a reset link.');
  const member = await transaction(scope, () => findMember(scope, memberId));
  if (!member) throw notFound('member');
  if (!member.userId) throw conflict(`${member.name} has no sign-in yet. Invite them instead.`);
  const made = await makeLink(member.userId, principal.userId, now);
  await transaction(scope, () => audit(scope, { action: made ? 'member.reset_link' : 'member.reset_link_refused', entityId: memberId, after: { name: member.name } }));
  return made ?? { link: null, signIn: member.email ?? member.name };
}

/** A link by whoever owns the installation (command line). Throws not_found for an unknown address. */
export async function resetLinkByEmail(email: string, now: Date = new Date()): Promise<ResetLink> {
  const user = await findUserByEmail(email);
  if (!user || user.disabledAt) throw new AppError('not_found', `Nobody signs in as ${email}.`);
  return (await makeLink(user.id, null, now))!;
}

/** The address behind an open link; null when it was used or has expired. */
export const openReset = async (token: string): Promise<{ email: string } | null> => {
  const user = await readPasswordReset(tokenHash(token));
  return user && { email: user.email };
};

/** Sets the password once and ends every session of the person. Throws not_found for a dead link, invalid for a weak password (the link stays good). */
export async function resetPassword(token: string, password: string): Promise<{ email: string }> {
  const over = () => new AppError('not_found', 'This link was used or has expired. Ask for a new one.');
  const user = await readPasswordReset(tokenHash(token));
  if (!user) throw over();
  mustBeGoodPassword(password, [user.name, user.email]);
  if (!(await usePasswordReset(tokenHash(token), await hashPassword(password)))) throw over();
  await auditAccount(user.id, 'member.password_reset', uuidv7());
  return { email: user.email };
}
