/** Leads from a batch of rows: each a contact and what makes it a lead. Whatever changes of a lead that is there keeps when it did. */
import { isOpen } from '@/lib/leads/schema';
import type { Scope } from '@/lib/server/scope';
import { plainName } from '../names';
import type { LeadRecord, RowError } from '../schema';
import { blankContact } from './entities';
import { merged, type Entry } from './journal';
import { contactChanges, findLeads, insertLeadChanges, insertLeads, updateLeads, type LeadChangeRow, type LeadRow } from './lead-tables';
import { memberIndex } from './members';
import { mergedCustom, type Applied, type Batch, type MatchKey } from './record';
import { findAccounts, findContacts, insertContacts, updateContacts, type ContactRow } from './tables';

type Outcome = Applied & { journal: Entry[] };
const texts = (values: (string | null | undefined)[]): string[] => [...new Set(values.filter((v): v is string => typeof v === 'string' && v !== ''))];

/** People by id, external id, e-mail and, where rows are matched by it, name; remembers those that the batch adds. */
async function contactIndex(scope: Scope, batch: Batch<'leads'>, matchKey: MatchKey) {
  const byName = matchKey === 'name' || matchKey === 'name+account';
  const rows = await findContacts(scope, texts(batch.map((b) => b.record.id)), texts(batch.map((b) => b.record.externalId)), texts(batch.map((b) => b.record.email)), byName ? texts(batch.map((b) => b.record.name)) : []);
  const known = new Map<string, ContactRow>();
  const keys = (row: ContactRow) => [row.id, row.external_id && `id:${row.external_id}`, row.email && `mail:${row.email.toLowerCase()}`, `name:${plainName(row.name)}`].filter((key): key is string => Boolean(key));
  const remember = (row: ContactRow) => { for (const key of keys(row)) known.set(key, row); };
  for (const row of [...rows].reverse()) remember(row);
  const find = ({ id, externalId, email, name }: LeadRecord): ContactRow | undefined => {
    const own = (id ? known.get(id) : undefined) ?? (externalId ? known.get(`id:${externalId}`) : undefined);
    // Somebody of another external id is somebody else, though they share an address.
    const mailed = own || !email ? undefined : known.get(`mail:${email.toLowerCase()}`);
    if (own ?? (mailed && !(externalId && mailed.external_id && mailed.external_id !== externalId))) return own ?? mailed;
    return byName && !externalId && !email ? known.get(`name:${plainName(name)}`) : undefined;
  };
  return { rows, remember, find };
}

/** The accounts there are of these names: a lead's company becomes no account by itself. */
async function accountIndex(scope: Scope, companies: readonly string[]) {
  const found = await findAccounts(scope, [], [], companies);
  const ids = new Map([...found].reverse().map((row) => [row.name.toLowerCase(), row.id]));
  return (company: string): string | null => ids.get(company.toLowerCase()) ?? null;
}

const pastOf = (lead: LeadRow, now: string): LeadChangeRow[] => {
  const change = (before: LeadRow['state'] | null, after: LeadRow['state'], at: string) => ({ lead_id: lead.id, field: 'state', before, after, at });
  // Each came in as new. Since when it is in another state is known only of those whose end has a date.
  return [
    ...(lead.lead_at ? [change(null, 'new', lead.lead_at)] : []),
    ...(isOpen(lead.state) ? (lead.state === 'new' ? [] : [change('new', lead.state, now)]) : lead.ended_at ? [change('new', lead.state, lead.ended_at)] : []),
  ];
};

const TRACKED = [['source', 'source'], ['company', 'company'], ['owner', 'owner_id'], ['state', 'state']] as const;
const changesOf = (before: LeadRow, after: LeadRow, now: string): LeadChangeRow[] => TRACKED.filter(([, column]) => before[column] !== after[column])
  .map(([field, column]) => ({ lead_id: after.id, field, before: before[column], after: after[column], at: field === 'state' && after.ended_at ? after.ended_at : now }));

export async function applyLeads(scope: Scope, batch: Batch<'leads'>, { matchKey, now }: { matchKey: MatchKey; now: string }): Promise<Outcome> {
  const people = await contactIndex(scope, batch, matchKey);
  const leads = new Map((await findLeads(scope, people.rows.map((row) => row.id))).map((row) => [row.id, row]));
  const accountOf = await accountIndex(scope, texts(batch.map((b) => b.record.company)));
  const members = await memberIndex(scope);
  const journal: Entry[] = [];
  const errors: RowError[] = [];
  const news = { contacts: new Map<string, ContactRow>(), leads: new Map<string, LeadRow>() };
  const next = { contacts: new Map<string, ContactRow>(), leads: new Map<string, LeadRow>() };
  const changes: LeadChangeRow[] = [];
  let skipped = 0;

  const ownerOf = async (row: number, reference: string): Promise<string> => {
    const known = members.find(reference);
    if (known) return known.id;
    const made = await members.add(reference.includes('@') ? { name: reference.split('@')[0]!, email: reference } : { name: reference });
    journal.push({ row, action: 'created', entity: 'member', recordId: made.id, before: null });
    return made.id;
  };

  for (const { row, record } of batch) {
    const person = people.find(record);
    const known = person && leads.get(person.id);
    if (record.leadAt && record.leadAt > now) {
      errors.push({ row, column: 'leadAt', message: 'the day on which it came in lies in the future' });
      continue;
    }
    if (record.endedAt && record.endedAt > now) {
      errors.push({ row, column: 'endedAt', message: 'the lead has ended, but on a day in the future' });
      continue;
    }
    const base = person ?? { ...blankContact(scope, record.name, now) };
    // What stands there already says the same, whether or not an account of that name has come since.
    const account = record.company && record.company !== known?.company ? accountOf(record.company) : null;
    const contact = merged(base as ContactRow & Record<string, unknown>, defined<ContactRow>({
      external_id: record.externalId, name: person && record.nameIsMade ? undefined : record.name, email: record.email, phone: record.phone, job_title: record.jobTitle,
      custom: mergedCustom(base.custom, record.custom), account_id: account ?? undefined,
    }));
    const state = record.state ?? known?.state ?? 'new';
    const before: LeadRow = known ?? { id: base.id, workspace_id: scope.workspaceId, state, lead_at: null, source: null, company: null, owner_id: null, ended_at: null, end_reason: null, version: 1, created_at: now, updated_at: now };
    const lead = merged(before as LeadRow & Record<string, unknown>, defined<LeadRow>({
      state, lead_at: record.leadAt, source: record.source, company: account ? undefined : record.company, end_reason: record.endReason,
      // When it ended goes with that it did; one that ended before keeps its day unless the file has another.
      ended_at: isOpen(state) ? null : known && known.state === state ? record.endedAt : (record.endedAt ?? null),
      owner_id: record.owner === undefined ? undefined : record.owner === null ? null : await ownerOf(row, record.owner),
    }));
    const touchedContact: ContactRow = contact.changed.length > 0 ? { ...contact.row, updated_at: now } : contact.row;
    if (known && contact.changed.length === 0 && lead.changed.length === 0) {
      skipped++;
      continue;
    }
    people.remember(touchedContact);
    if (!person || news.contacts.has(base.id)) {
      if (!person) journal.push({ row, action: 'created', entity: 'contact', recordId: base.id, before: null });
      news.contacts.set(base.id, touchedContact);
    } else if (contact.changed.length > 0) {
      if (!next.contacts.has(base.id)) journal.push({ row, action: 'updated', entity: 'contact', recordId: base.id, before: person });
      next.contacts.set(base.id, touchedContact);
    }
    if (!known || news.leads.has(base.id)) {
      if (!known) journal.push({ row, action: 'created', entity: 'lead', recordId: base.id, before: null });
      news.leads.set(base.id, lead.row);
      leads.set(base.id, lead.row);
      continue;
    }
    const changed: LeadRow = { ...lead.row, version: known.version + 1, updated_at: now };
    if (!next.leads.has(base.id)) journal.push({ row, action: 'updated', entity: 'lead', recordId: base.id, before: known });
    next.leads.set(base.id, changed);
    leads.set(base.id, changed);
    changes.push(...changesOf(known, changed, now), ...contactChanges(base, touchedContact, now));
  }
  await insertContacts(scope, [...news.contacts.values()]);
  await updateContacts(scope, [...next.contacts.values()]);
  await insertLeads(scope, [...news.leads.values()]);
  await updateLeads(scope, [...next.leads.values()]);
  await insertLeadChanges(scope, [...[...news.leads.values()].flatMap((lead) => pastOf(lead, now)), ...changes]);
  return { created: news.leads.size, updated: next.leads.size, skipped, errors, notes: [], journal };
}

const defined = <R extends object>(values: Partial<Record<keyof R, unknown>>): Partial<R & Record<string, unknown>> => Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined)) as Partial<R & Record<string, unknown>>;
