import { audit } from '@/lib/server/audit';
import { newToken, tokenHash } from '@/lib/server/auth/tokens';
import { transaction } from '@/lib/server/db/tenancy';
import { forbidden } from '@/lib/server/errors';
import { ROLES } from '@/lib/server/permissions';
import type { Scope } from '@/lib/server/scope';
import { mustStillAllow } from '@/lib/server/still-allowed';
import type { ApiKey, NewKey } from './schema';
import { insertKey } from './store';

const SHOWN_CHARACTERS = 10;
const DAY = 86_400_000;

/** Makes a key of the workspace. `token` is the key itself: it is given here and never again. Throws forbidden for a role above one's own, or one just lost. */
export async function createKey(scope: Scope, { name, role, expiresInDays }: NewKey): Promise<{ key: ApiKey; token: string }> {
  if (ROLES.indexOf(role) > ROLES.indexOf(scope.role)) throw forbidden(`A key cannot have more rights than the one who makes it; your role is ${scope.role}.`);
  const token = newToken('wl_');
  const expiresAt = expiresInDays === null ? null : new Date(Date.now() + expiresInDays * DAY);
  const key = await transaction(scope, async () => {
    await mustStillAllow(scope, 'key.manage');
    const made = await insertKey(scope, { name, role, prefix: token.slice(0, SHOWN_CHARACTERS), hash: tokenHash(token), expiresAt });
    await audit(scope, { action: 'key.create', entityId: made.id, after: made });
    return made;
  });
  return { key, token };
}
