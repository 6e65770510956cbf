/** People and notes that come with deals: linked and added once, however often the file is imported. */
import { v7 as uuidv7 } from 'uuid';
import { db } from '@/lib/server/db/tenancy';
import { plainName } from '../names';
import type { Scope } from '@/lib/server/scope';
import type { Entry } from './journal';
import { type Batch } from './record';
import { findContacts, findDeals, insertContacts, type ContactRow } from './tables';

export async function applyDealExtras(scope: Scope, batch: Batch<'deals'>): Promise<Entry[]> {
  const rows = batch.filter(({ record }) => (record.contacts?.length ?? 0) > 0 || record.notes);
  if (rows.length === 0) return [];
  const deals = await findDeals(scope, rows.flatMap((r) => r.record.id ?? []), rows.flatMap((r) => r.record.externalId ?? []), rows.map((r) => r.record.name));
  const dealOf = (r: (typeof rows)[number]['record']) =>
    deals.find((d) => d.id === r.id) ?? deals.find((d) => r.externalId && d.external_id === r.externalId) ?? deals.find((d) => d.name === r.name);
  const wanted = [...new Set(rows.flatMap((r) => r.record.contacts ?? []))];
  const people = new Map<string, ContactRow>();
  const known = await findContacts(scope, [], wanted, wanted, wanted);
  const find = (reference: string, accountId: string | null) =>
    known.find((c) => c.external_id === reference || c.email?.toLowerCase() === reference.toLowerCase())
    ?? known.find((c) => plainName(c.name) === plainName(reference) && (c.account_id === accountId || accountId === null))
    ?? people.get(`${plainName(reference)}\n${accountId ?? ''}`);
  const entries: Entry[] = [];
  const links: { dealId: string; contactId: string }[] = [];
  const notes: { dealId: string; text: string }[] = [];
  const now = new Date();
  for (const { row, record } of rows) {
    const deal = dealOf(record);
    if (!deal) continue;
    if (record.notes) notes.push({ dealId: deal.id, text: record.notes });
    for (const reference of record.contacts ?? []) {
      let contact = find(reference, deal.account_id);
      if (!contact) {
        const mail = reference.includes('@');
        contact = {
          id: uuidv7(), workspace_id: scope.workspaceId, external_id: null, account_id: deal.account_id, name: mail ? reference.split('@')[0]! : reference, email: mail ? reference : null,
          phone: null, job_title: null, buying_role: 'unknown', simulated: false, custom: {}, created_at: now.toISOString(), updated_at: now.toISOString(),
        };
        people.set(`${plainName(reference)}\n${deal.account_id ?? ''}`, contact);
        entries.push({ row, action: 'created', entity: 'contact', recordId: contact.id, before: null });
      }
      links.push({ dealId: deal.id, contactId: contact.id });
    }
  }
  const { workspaceId } = scope;
  await insertContacts(scope, [...people.values()]);
  await db(scope).dealContact.createMany({ data: links.map((link) => ({ ...link, workspaceId, addedAt: now })), skipDuplicates: true });
  const there = new Set((await db(scope).interaction.findMany({ where: { dealId: { in: notes.map((n) => n.dealId) }, kind: 'note' }, select: { dealId: true, text: true } })).map((n) => `${n.dealId}\n${n.text}`));
  const fresh = notes.filter((n) => !there.has(`${n.dealId}\n${n.text}`));
  await db(scope).interaction.createMany({ data: fresh.map((n) => ({ ...n, workspaceId, kind: 'note' as const, direction: 'internal' as const, at: now })) });
  return entries;
}
