/** Accounts, products and people from a batch of rows: matched, then created, changed or left alone. */
import { v7 as uuidv7 } from 'uuid';
import { plainName } from '../names';
import type { Scope } from '@/lib/server/scope';
import { merged, type Entry } from './journal';
import { noteContactRows } from './lead-tables';
import type { AccountRecord, ContactRecord, ProductRecord, RowError } from '../schema';
import { mergedCustom, moneyColumns, type Applied, type Batch, type MatchKey } from './record';
import {
  allProducts, findAccounts, findContacts, insertAccounts, insertContacts, insertProducts, updateAccounts, updateContacts, updateProducts,
  type AccountRow, type ContactRow, type ProductRow,
} from './tables';

type Outcome = Applied & { journal: Entry[] };
const texts = (values: (string | null | undefined)[]): string[] => [...new Set(values.filter((v): v is string => typeof v === 'string' && v !== ''))];

const idsOf = (batch: readonly { record: { id?: string | null | undefined } }[]): string[] => texts(batch.map((b) => b.record.id));

/** What differs between entities; everything else about creating and changing is one loop. */
type Kind<Rec, Row extends { id: string; name: string }> = {
  entity: Entry['entity'];
  match: (record: Rec) => Row | undefined;
  remember: (row: Row) => void;
  /** What the record says, as columns; `undefined` where it says nothing. */
  fields: (record: Rec, known: Row | undefined) => Partial<Row>;
  fresh: (name: string) => Row;
  touch: (row: Row) => Row;
};

function sort<Rec extends { name: string }, Row extends { id: string; name: string }>(batch: { row: number; record: Rec }[], kind: Kind<Rec, Row>): Outcome & { creates: Row[]; updates: Row[] } {
  const creates = new Map<string, Row>();
  const updates = new Map<string, Row>();
  const journal: Entry[] = [];
  const errors: RowError[] = [];
  let skipped = 0;
  for (const { row: rowNo, record } of batch) {
    const known = kind.match(record);
    const given = Object.fromEntries(Object.entries(kind.fields(record, known)).filter(([, v]) => v !== undefined)) as Partial<Row>;
    if (!known) {
      const row = { ...kind.fresh(record.name), ...given };
      creates.set(row.id, row);
      kind.remember(row);
      journal.push({ row: rowNo, action: 'created', entity: kind.entity, recordId: row.id, before: null });
      continue;
    }
    const { row, changed } = merged(known as Row & Record<string, unknown>, given);
    if (changed.length === 0) {
      skipped++;
      continue;
    }
    const next = kind.touch(row);
    kind.remember(next);
    if (creates.has(next.id)) {
      creates.set(next.id, next);
      continue;
    }
    if (!updates.has(next.id)) journal.push({ row: rowNo, action: 'updated', entity: kind.entity, recordId: next.id, before: known });
    updates.set(next.id, next);
  }
  return { creates: [...creates.values()], updates: [...updates.values()], journal, errors, notes: [], skipped, created: creates.size, updated: updates.size };
}

/** Looks rows up by our id, then external id, then by name; remembers what the batch itself adds. */
function index<Row extends { id: string; name: string; external_id: string | null }>(rows: readonly Row[], matchKey: MatchKey) {
  const byId = new Map<string, Row>();
  const byName = new Map<string, Row>();
  const remember = (row: Row) => {
    byId.set(row.id, row);
    if (row.external_id) byId.set(row.external_id, row);
    byName.set(plainName(row.name), row);
  };
  for (const row of [...rows].reverse()) remember(row);
  const match = (record: { id?: string | null | undefined; externalId?: string | null | undefined; name: string }): Row | undefined => {
    const own = (record.id ? byId.get(record.id) : undefined) ?? (record.externalId ? byId.get(record.externalId) : undefined);
    return own ?? (matchKey === 'externalId' && record.externalId ? undefined : byName.get(plainName(record.name)));
  };
  return { match, remember };
}

export async function applyAccounts(scope: Scope, batch: Batch<'accounts'>, matchKey: MatchKey): Promise<Outcome> {
  const now = new Date().toISOString();
  const known = index(await findAccounts(scope, idsOf(batch), texts(batch.map((b) => b.record.externalId)), texts(batch.map((b) => b.record.name))), matchKey);
  const result = sort<AccountRecord, AccountRow>(batch, {
    ...known, entity: 'account', touch: (row) => ({ ...row, updated_at: now }),
    fields: (r, known) => ({
      external_id: r.externalId, name: r.name, industry: r.industry, website: r.website, country: r.country, employees: r.employees,
      ...moneyColumns(r.revenue, 'revenue_minor', 'currency'), founded_year: r.foundedYear, parent_name: r.parentName, custom: mergedCustom(known?.custom, r.custom),
    } as Partial<AccountRow>),
    fresh: (name) => ({
      id: uuidv7(), workspace_id: scope.workspaceId, external_id: null, name, industry: null, website: null, country: null, employees: null, revenue_minor: null,
      currency: null, founded_year: null, parent_name: null, custom: {}, created_at: now, updated_at: now,
    }),
  });
  await insertAccounts(scope, result.creates);
  await updateAccounts(scope, result.updates);
  return result;
}

export async function applyProducts(scope: Scope, batch: Batch<'products'>, matchKey: MatchKey): Promise<Outcome> {
  const known = index(await allProducts(scope), matchKey);
  const result = sort<ProductRecord, ProductRow>(batch, {
    ...known, entity: 'product', touch: (row) => row,
    fields: (r, known) => ({
      external_id: r.externalId, name: r.name, family: r.family, ...moneyColumns(r.listPrice, 'list_price_minor', 'currency'), custom: mergedCustom(known?.custom, r.custom),
    } as Partial<ProductRow>),
    fresh: (name) => ({ id: uuidv7(), workspace_id: scope.workspaceId, external_id: null, name, family: null, list_price_minor: null, currency: null, custom: {} }),
  });
  await insertProducts(scope, result.creates);
  await updateProducts(scope, result.updates);
  return result;
}

export const blankContact = ({ workspaceId }: Scope, name: string, now: string): ContactRow => ({
  id: uuidv7(), workspace_id: workspaceId, external_id: null, account_id: null, name, email: null, phone: null, job_title: null, buying_role: 'unknown',
  simulated: false, custom: {}, created_at: now, updated_at: now,
});

export async function applyContacts(scope: Scope, batch: Batch<'contacts'>, matchKey: MatchKey): Promise<Outcome> {
  const now = new Date().toISOString();
  const accounts = await accountsNamed(scope, batch.map((b) => b.record.account), now);
  const rows = await findContacts(scope, idsOf(batch), texts(batch.map((b) => b.record.externalId)), texts(batch.map((b) => b.record.email)), texts(batch.map((b) => b.record.name)));
  const byEmail = new Map(rows.filter((r) => r.email).map((r) => [r.email!.toLowerCase(), r]));
  const names = index(rows, matchKey);
  const result = sort<ContactRecord, ContactRow>(batch, {
    entity: 'contact', touch: (row) => ({ ...row, updated_at: now }),
    // Two people may share a name: by name only within the same account.
    match: (r) => {
      const named = names.match(r);
      if (named && (named.id === r.id || (r.externalId && named.external_id === r.externalId))) return named;
      const own = r.email ? byEmail.get(r.email.toLowerCase()) : undefined;
      if (own || matchKey === 'email') return own;
      return named && (!r.account || named.account_id === accounts.idOf(r.account)) ? named : undefined;
    },
    remember: (row) => {
      names.remember(row);
      if (row.email) byEmail.set(row.email.toLowerCase(), row);
    },
    fields: (r, known) => ({
      external_id: r.externalId, name: r.name, email: r.email, phone: r.phone, job_title: r.jobTitle, buying_role: r.buyingRole ?? undefined, custom: mergedCustom(known?.custom, r.custom),
      account_id: r.account === undefined ? undefined : r.account === null ? null : accounts.idOf(r.account),
    } as Partial<ContactRow>),
    fresh: (name) => blankContact(scope, name, now),
  });
  await insertContacts(scope, result.creates);
  await updateContacts(scope, result.updates);
  const before = new Map(rows.map((row) => [row.id, row]));
  await noteContactRows(scope, result.updates.map((after) => ({ before: before.get(after.id) ?? after, after })), now);
  return { ...result, journal: [...accounts.journal(batch.find((b) => b.record.account)?.row ?? 0), ...result.journal] };
}

/** Accounts that rows refer to by name or external id; those that are not there are created. */
export async function accountsNamed(scope: Scope, references: (string | null | undefined)[], now: string) {
  const wanted = texts(references);
  const found = await findAccounts(scope, [], wanted, wanted);
  const ids = new Map<string, string>();
  for (const row of [...found].reverse()) {
    ids.set(plainName(row.name), row.id);
    if (row.external_id) ids.set(row.external_id, row.id);
  }
  const made: AccountRow[] = [];
  for (const name of wanted) {
    if (ids.has(name) || ids.has(plainName(name))) continue;
    const row: AccountRow = {
      id: uuidv7(), workspace_id: scope.workspaceId, external_id: null, name, industry: null, website: null, country: null, employees: null, revenue_minor: null,
      currency: null, founded_year: null, parent_name: null, custom: {}, created_at: now, updated_at: now,
    };
    made.push(row);
    ids.set(plainName(name), row.id);
  }
  await insertAccounts(scope, made);
  return {
    idOf: (reference: string): string | null => ids.get(reference) ?? ids.get(plainName(reference)) ?? null,
    journal: (row: number): Entry[] => made.map((account) => ({ row, action: 'created', entity: 'account', recordId: account.id, before: null })),
  };
}
