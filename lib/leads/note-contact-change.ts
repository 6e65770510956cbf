/** A contact's fields changed: where they are a lead's too, when that happened is kept. Inside the transaction that changes them. */
import type { Contact } from '@/lib/contacts/schema';
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { changeLead, findLead } from './store';
import { recordChanges } from './record-changes';

export async function noteContactChange(scope: Scope, before: Contact, after: Contact): Promise<void> {
  const changes = [
    ...(before.jobTitle === after.jobTitle ? [] : [{ field: 'jobTitle', before: before.jobTitle, after: after.jobTitle }]),
    ...(before.account?.id === after.account?.id ? [] : [{ field: 'account', before: before.account?.id ?? null, after: after.account?.id ?? null }]),
  ];
  if (changes.length === 0) return;
  const wide = seeingAll(scope);
  await transaction(wide, async () => {
    if (!(await findLead(wide, after.id))) return;
    await changeLead(wide, after.id, {});
    await recordChanges(wide, changes.map((change) => ({ leadId: after.id, ...change, at: new Date() })), 'contact changed');
  });
}
