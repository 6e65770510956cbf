import { notify } from '@/lib/notifications/notify';
import type { Scope } from '@/lib/server/scope';
import type { Deal } from './schema';

/** Somebody was made the owner of this deal: they hear of it, unless they did it themselves. Inside the transaction that did it. */
export const tellOwner = (scope: Scope, { id, name, owner, version }: Pick<Deal, 'id' | 'name' | 'owner' | 'version'>): Promise<number> => (owner === null ? Promise.resolve(0) : notify(scope, {
  kind: 'deal_assigned', severity: 'medium', title: `${name} is yours now`, body: `${scope.principal.name} made you its owner.`, path: `/deals/${id}`, dedupeKey: `assigned:${id}:${version}`, to: { members: [owner.id] },
}));
