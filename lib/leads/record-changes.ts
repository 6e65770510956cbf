/** What changed of leads is kept with its time, and the leads are scored by it soon after. */
import { send } from '@/lib/server/outbox';
import type { Scope } from '@/lib/server/scope';
import { addChanges } from './store';

type Change = Parameters<typeof addChanges>[1][number];

/** Inside the transaction of the change. */
export async function recordChanges(scope: Scope, changes: readonly Change[], cause: string): Promise<void> {
  if (changes.length === 0) return;
  await addChanges(scope, changes);
  const ids = [...new Set(changes.map(({ leadId }) => leadId))];
  await send(scope, 'leads/changed', { leadIds: ids, cause }, changes.map(({ leadId, field, at }) => `${leadId}:${field}:${at.getTime()}`).join(' '));
}
