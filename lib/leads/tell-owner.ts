import { notify } from '@/lib/notifications/notify';
import type { Scope } from '@/lib/server/scope';
import type { Lead } from './schema';

/** Somebody was made the owner of this lead: they hear of it, unless they did it themselves. Inside the transaction that did it. */
export const tellOwner = (scope: Scope, { id, name, owner, version }: Pick<Lead, 'id' | 'name' | 'owner' | 'version'>): Promise<number> => (owner === null ? Promise.resolve(0) : notify(scope, {
  kind: 'lead_assigned', severity: 'medium', title: `${name} is your lead now`, body: `${scope.principal.name} made you its owner.`, path: `/leads/${id}`, dedupeKey: `lead:${id}:${version}`, to: { members: [owner.id] },
}));
