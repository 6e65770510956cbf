/** A forgotten password, by link. There is no mail server to prove who asks, so a person vouches: an admin, or whoever owns the installation. */
import { v7 as uuidv7 } from 'uuid';
import { audit } from '@/lib/server/audit';
import { hashPassword } from '@/lib/server/auth/password';
import { newToken, tokenHash } from '@/lib/server/auth/tokens';
import { transaction } from '@/lib/server/db/tenancy';
import { belongsElsewhere, createPasswordReset, findUserByEmail, readPasswordReset, usePasswordReset } from '@/lib/server/doors/auth';
import { env } from '@/lib/server/env';
import { AppError, conflict, forbidden, notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { auditAccount } from './own-account';
import { mustBeGoodPassword } from './password-rule';
import { findMember } from './store';

export const RESET_MINUTES = 60;

async function makeLink(userId: string, now: Date): Promise<{ link: string; expiresAt: Date }> {
  const token = newToken();
  const expiresAt = new Date(now.getTime() + RESET_MINUTES * 60_000);
  await createPasswordReset(userId, tokenHash(token), expiresAt);
  return { link: `${env().url}/reset/${token}`, expiresAt };
}

/**
 * A link by an admin for a member. Refused (forbidden) for a person who belongs to another workspace too: it would hand that
 * workspace to this admin. Throws not_found, or conflict for a member who has no sign-in yet.
 */
export async function createResetLink(scope: Scope, memberId: string, now: Date = new Date()): Promise<{ link: string; expiresAt: Date }> {
  const member = await transaction(scope, () => findMember(scope, memberId));
  if (!member) throw notFound('member');
  if (!member.userId) throw conflict(`${member.name} has no sign-in yet. Invite them instead.`);
  if (await belongsElsewhere(member.userId, scope.workspaceId)) {
    throw forbidden(`${member.name} signs in to more than this workspace, so its admin alone cannot set their password. Whoever runs the installation can: npm run winloop -- reset-link --email <address>`);
  }
  await transaction(scope, () => audit(scope, { action: 'member.reset_link', entityId: memberId, after: { name: member.name } }));
  return makeLink(member.userId, now);
}

/** A link by whoever owns the installation (command line). Throws not_found for an unknown address. */
export async function resetLinkByEmail(email: string, now: Date = new Date()): Promise<{ link: string; expiresAt: Date }> {
  const user = await findUserByEmail(email);
  if (!user || user.disabledAt) throw new AppError('not_found', `Nobody signs in as ${email}.`);
  return makeLink(user.id, now);
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
