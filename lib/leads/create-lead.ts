/** A lead entered by hand or by a program: a contact, and what makes it a lead. */
import { createContact } from '@/lib/contacts/create-contact';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { invalid } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { getLead } from './get-lead';
import { recordChanges } from './record-changes';
import type { Lead, NewLead } from './schema';
import { insertLead, isMember, writeFacts } from './store';
import { tellOwner } from './tell-owner';

/** Owned by the caller unless said; `ownerId: null` leaves it to whoever takes it. */
export const createLead = (scope: Scope, { accountId, company, source, ownerId: given, leadAt, facts, ...person }: NewLead): Promise<Lead> => transaction(scope, async () => {
  const own = scope.principal.kind === 'member' ? scope.principal.id : null;
  const ownerId = given === undefined ? own : given;
  if (ownerId && !(await isMember(scope, ownerId))) throw invalid('There is no such owner in this workspace.', [{ path: 'ownerId', message: 'Choose another owner' }]);
  if (ownerId && scope.sight !== 'all' && !scope.sight.includes(ownerId)) throw invalid('Choose an owner whose leads you may see.', [{ path: 'ownerId', message: 'Not in your sight' }]);
  const at = new Date(leadAt ?? Date.now());
  if (at.getTime() > Date.now()) throw invalid('A lead cannot have come in in the future.', [{ path: 'leadAt', message: 'Choose today or an earlier day' }]);
  const { id } = await createContact(scope, { ...person, accountId });
  if (facts && Object.keys(facts).length > 0) await writeFacts(scope, id, facts);
  await insertLead(scope, { id, state: 'new', leadAt: at, source: source ?? null, company: company ?? null, ownerId });
  await recordChanges(scope, [{ leadId: id, field: 'state', before: null, after: 'new', at }], 'came in');
  const made = await getLead(scope, id);
  await audit(scope, { action: 'lead.create', entityId: id, after: made });
  await tellOwner(scope, made);
  return made;
});
