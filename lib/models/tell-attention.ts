/** Owners hear of deals that newly need attention: of a few each by its name, of many at once in one sentence. */
import { notify } from '@/lib/notifications/notify';
import type { Notice } from '@/lib/notifications/schema';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { takeOwed, type Pressing } from './store';

/** More than so many at once for one person are told together. */
const APART = 3;

/**
 * Tells what is owed (the deals themselves keep it, so that nothing that was found is lost between the finding and the telling): of all deals, or of some.
 * `key` names the occasion (a run, a request). A deal is told of at most once a day.
 */
export async function tellAttention(scope: Scope, key: string, dealIds?: readonly string[]): Promise<number> {
  return transaction(scope, async () => {
    const byOwner = new Map<string, Pressing[]>();
    for (const deal of await takeOwed(scope, dealIds)) byOwner.set(deal.ownerId, [...(byOwner.get(deal.ownerId) ?? []), deal]);
    const day = new Date().toISOString().slice(0, 10);
    const notices = [...byOwner].flatMap(([ownerId, deals]): Notice[] => {
      const common = { kind: 'deal_attention', severity: 'medium', to: { members: [ownerId] } } as const;
      return deals.length > APART
        ? [{ ...common, title: `${deals.length} deals of yours newly need attention`, body: `Among them ${deals.slice(0, APART).map(({ name }) => name).join(', ')}.`, path: `/deals?attention=1&owner=${ownerId}`, dedupeKey: `attention:${key}` }]
        : deals.map(({ id, name, reason }): Notice => ({ ...common, title: `${name} needs attention`, body: reason ?? '', path: `/deals/${id}`, dedupeKey: `attention:${id}:${day}` }));
    });
    return notify(scope, notices);
  });
}
