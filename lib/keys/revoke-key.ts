import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { endKey, findKey } from './store';

/** Ends a key at once; doing it again changes nothing. Throws not_found for a key that is not this workspace's. */
export const revokeKey = (scope: Scope, id: string): Promise<void> => transaction(scope, async () => {
  const key = await findKey(scope, id);
  if (!key) throw notFound('API key');
  const revokedAt = new Date();
  if (await endKey(scope, id, revokedAt)) await audit(scope, { action: 'key.revoke', entityId: id, before: key, after: { ...key, revokedAt } });
});
