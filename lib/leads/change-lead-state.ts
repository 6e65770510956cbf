/** Moves a lead to another state; converted and disqualified end it, any other opens it again. The change before is taken back by making it the other way. */
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict, invalid } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { getLead } from './get-lead';
import { recordChanges } from './record-changes';
import { isOpen, type Lead, type StateChange } from './schema';
import { changeLead, lockLead } from './store';

/** The lead as it is now, locked for the transaction. Throws conflict when it is no longer the version that was read. */
export async function lockedLead(scope: Scope, id: string, version: number | undefined): Promise<Lead> {
  await lockLead(scope, id);
  const lead = await getLead(scope, id);
  if (version !== undefined && version !== lead.version) throw conflict('Somebody else changed this lead in the meantime. Load it again and repeat your change.');
  return lead;
}

/** The state that it has already is left as it is. */
export const changeLeadState = (scope: Scope, id: string, { state, reason, endedAt, version }: StateChange): Promise<Lead> => transaction(scope, async () => {
  const before = await lockedLead(scope, id, version);
  if (before.state === state) return before;
  const now = new Date();
  const ends = !isOpen(state);
  const at = ends && endedAt ? new Date(endedAt) : now;
  if (at > now || (before.leadAt !== null && at.toISOString() < before.leadAt)) throw invalid('A lead ends between the day it came in and today.', [{ path: 'endedAt', message: 'Choose another day' }]);
  await changeLead(scope, id, { state, endedAt: ends ? at : null, endReason: ends ? (reason ?? null) : null });
  await recordChanges(scope, [{ leadId: id, field: 'state', before: before.state, after: state, at }], 'state changed');
  await audit(scope, { action: ends ? 'lead.end' : 'lead.change_state', entityId: id, before: { name: before.name, state: before.state }, after: { name: before.name, state, reason } });
  return getLead(scope, id);
});
