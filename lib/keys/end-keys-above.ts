import { audit } from '@/lib/server/audit';
import { ROLES } from '@/lib/server/permissions';
import type { Role, Scope } from '@/lib/server/scope';
import { endKey, findLiveKeysOf } from './store';

/**
 * Ends the keys that a member made and that have more rights than `role`, which is theirs from now on (null: they are no member any
 * more, so all of them end). Call it inside the transaction that takes the rights away: no request comes between.
 */
export async function endKeysAbove(scope: Scope, memberId: string, role: Role | null, at: Date): Promise<void> {
  for (const key of await findLiveKeysOf(scope, memberId)) {
    if (role !== null && ROLES.indexOf(key.role) <= ROLES.indexOf(role)) continue;
    if (await endKey(scope, key.id, at)) await audit(scope, { action: 'key.revoke', entityId: key.id, before: key, after: { ...key, revokedAt: at } });
  }
}
