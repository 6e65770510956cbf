import { newToken, tokenHash } from '@/lib/server/auth/tokens';
import { audit } from '@/lib/server/audit';
import { env } from '@/lib/server/env';
import type { Scope } from '@/lib/server/scope';
import { insertAdminInvitation } from './store';

const DAYS = 14;

/** The link by which the first admin of a new workspace comes in; call inside the transaction that makes it. */
export async function inviteFirstAdmin(scope: Scope, email: string): Promise<string> {
  const token = newToken();
  const invitation = await insertAdminInvitation(scope, { email: email.toLowerCase(), tokenHash: tokenHash(token), expiresAt: new Date(Date.now() + DAYS * 86_400_000) });
  await audit(scope, { action: 'invitation.create', entityId: invitation.id, after: { email, role: 'admin' } });
  return `${env().url}/invitation/${token}`;
}
