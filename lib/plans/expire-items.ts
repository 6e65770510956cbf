import { notify } from '@/lib/notifications/notify';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { expireOverdue } from './store';

/** Every night: what nobody decided on in time is off the table, and who proposed it is told. */
export const expireItems = (scope: Scope, now: Date): Promise<number> => transaction(scope, async () => {
  const expired = await expireOverdue(scope, now);
  for (const { id, title, proposedById } of expired) {
    await audit(scope, { action: 'plan_item.expire', entityId: id, after: { title } });
    if (proposedById !== null) {
      await notify(scope, { kind: 'plan_decided', severity: 'low', title: `Expired: ${title}`, body: 'Nobody decided on it in time. It can be proposed again.', path: `/plans/${id}`, dedupeKey: `plan:${id}:expired`, to: { members: [proposedById] } });
    }
  }
  return expired.length;
});
