/**
 * Contacts in the database. Everybody in the workspace sees all of them. Deals come through row-level security; interactions and
 * links have no sight of their own, so they are read through the deals in sight.
 */
import { Prisma } from '@/lib/server/db/generated/client';
import { literally } from '@/lib/server/db/like';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { Contact, ContactQuery } from './schema';

const RELATED = { account: { select: { id: true, name: true } } } as const satisfies Prisma.ContactInclude;
type StoredContact = Prisma.ContactGetPayload<{ include: typeof RELATED }>;

const toContact = (row: StoredContact): Contact => ({
  id: row.id, externalId: row.externalId, name: row.name, email: row.email, phone: row.phone, jobTitle: row.jobTitle, buyingRole: row.buyingRole,
  account: row.account, simulated: row.simulated, createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString(),
});

export async function findContact(scope: Scope, id: string): Promise<Contact | null> {
  const row = await db(scope).contact.findFirst({ where: { id }, include: RELATED });
  return row && toContact(row);
}

export async function findContactByExternalId(scope: Scope, externalId: string): Promise<Contact | null> {
  const row = await db(scope).contact.findFirst({ where: { externalId }, include: RELATED });
  return row && toContact(row);
}

export const insertContact = (scope: Scope, data: Omit<Prisma.ContactUncheckedCreateInput, 'workspaceId'>): Promise<Contact> =>
  db(scope).contact.create({ data: { ...data, workspaceId: scope.workspaceId }, include: RELATED }).then(toContact);

export const changeContact = (scope: Scope, id: string, data: Prisma.ContactUncheckedUpdateInput): Promise<Contact> =>
  db(scope).contact.update({ where: { id }, data, include: RELATED }).then(toContact);

export type ContactFilter = Pick<ContactQuery, 'q' | 'account' | 'role'>;

const matching = ({ q, account, role }: ContactFilter): Prisma.ContactWhereInput => {
  const contains = { contains: literally(q ?? ''), mode: 'insensitive' } as const;
  return {
    ...(account ? { accountId: account } : {}),
    ...(role ? { buyingRole: role } : {}),
    ...(q ? { OR: [{ name: contains }, { email: contains }, { jobTitle: contains }, { account: { name: contains } }, { externalId: q }] } : {}),
  };
};

export const countContacts = (scope: Scope, filter: ContactFilter): Promise<number> => db(scope).contact.count({ where: matching(filter) });

/** Those of them who decide or who speak for us. */
export const countDeciding = (scope: Scope, filter: ContactFilter): Promise<number> =>
  db(scope).contact.count({ where: { AND: [matching(filter), { buyingRole: { in: ['economic_buyer', 'champion'] } }] } });

export const accountNameOf = async (scope: Scope, id: string): Promise<string | null> => (await db(scope).account.findFirst({ where: { id }, select: { name: true } }))?.name ?? null;

/** Newest first, from after `afterId`: the order of the REST list, which later rows cannot disturb. */
export async function findContactsAfter(scope: Scope, filter: ContactFilter, afterId: string | null, take: number): Promise<Contact[]> {
  const rows = await db(scope).contact.findMany({ where: { AND: [matching(filter), afterId ? { id: { lt: afterId } } : {}] }, include: RELATED, orderBy: { id: 'desc' }, take });
  return rows.map(toContact);
}

const ORDER: Record<Exclude<ContactQuery['sort'], 'last'>, (dir: 'asc' | 'desc') => Prisma.ContactOrderByWithRelationInput[]> = {
  name: (dir) => [{ name: dir }],
  title: (dir) => [{ jobTitle: { sort: dir, nulls: 'last' } }],
  role: (dir) => [{ buyingRole: dir }],
  account: (dir) => [{ account: { name: dir } }],
};

/** An interaction that the reader may see: on no deal, or on one in sight (the subquery passes through the policies of `deal`). */
const inSight = Prisma.sql`(i.deal_id is null or exists (select 1 from deal d where d.id = i.deal_id))`;

/** One page of contacts in the asked order. */
export async function findContacts(scope: Scope, { sort, dir, page: _page, ...filter }: ContactQuery, window: { skip: number; take: number }): Promise<Contact[]> {
  if (sort !== 'last') {
    const rows = await db(scope).contact.findMany({ where: matching(filter), include: RELATED, orderBy: [...ORDER[sort](dir), { name: 'asc' }, { id: 'asc' }], ...window });
    return rows.map(toContact);
  }
  const like = `%${literally(filter.q ?? '')}%`;
  const ids = await db(scope).$queryRaw<{ id: string }[]>`
    select c.id from contact c left join account a on a.id = c.account_id
    left join (select i.contact_id, max(i.at) as at from interaction i where i.contact_id is not null and ${inSight} group by i.contact_id) l on l.contact_id = c.id
    where (c.name ilike ${like} or c.email ilike ${like} or c.job_title ilike ${like} or a.name ilike ${like} or c.external_id = ${filter.q ?? ''})
      and (${filter.account ?? null}::uuid is null or c.account_id = ${filter.account ?? null}::uuid)
      and (${filter.role ?? null}::text is null or c.buying_role::text = ${filter.role ?? null}::text)
    order by l.at ${dir === 'asc' ? Prisma.sql`asc` : Prisma.sql`desc`} nulls last, c.name, c.id limit ${window.take} offset ${window.skip}`;
  const order = new Map(ids.map(({ id }, index) => [id, index]));
  const rows = await db(scope).contact.findMany({ where: { id: { in: [...order.keys()] } }, include: RELATED });
  return rows.map(toContact).sort((a, b) => order.get(a.id)! - order.get(b.id)!);
}

export type ContactFacts = { lastInteractionAt: string | null; openDeals: number; deals: number };

/** When each contact was last heard of or written to, and on how many deals they are, as far as the reader may see. */
export async function contactFacts(scope: Scope, ids: readonly string[]): Promise<Map<string, ContactFacts>> {
  if (ids.length === 0) return new Map();
  const rows = await db(scope).$queryRaw<{ id: string; last: Date | null; open: number; deals: number }[]>`
    select c.id, (select max(i.at) from interaction i where i.contact_id = c.id and ${inSight}) as last,
      count(d.id) filter (where d.status = 'open')::int as open, count(d.id)::int as deals
    from unnest(${ids}::uuid[]) as c(id) left join deal_contact dc on dc.contact_id = c.id left join deal d on d.id = dc.deal_id
    group by c.id`;
  return new Map(rows.map((r) => [r.id, { lastInteractionAt: r.last?.toISOString() ?? null, openDeals: r.open, deals: r.deals }]));
}

/** Ids of the open deals a contact is on. */
export const openDealsOf = async (scope: Scope, contactId: string): Promise<string[]> =>
  (await db(scope).deal.findMany({ where: { status: 'open', contacts: { some: { contactId } } }, select: { id: true } })).map((d) => d.id);

/** Open deals in sight that a contact is not on yet, by name: those of the contact's account first. */
export async function linkableDeals(scope: Scope, contact: Contact, q: string, take: number): Promise<{ id: string; name: string }[]> {
  const like = `%${literally(q)}%`;
  return db(scope).$queryRaw<{ id: string; name: string }[]>`
    select d.id, d.name from deal d
    where d.status = 'open' and d.name ilike ${like} and not exists (select 1 from deal_contact dc where dc.deal_id = d.id and dc.contact_id = ${contact.id}::uuid)
    order by coalesce(d.account_id = ${contact.account?.id ?? null}::uuid, false) desc, d.opened_at desc limit ${take}`;
}

/** True when the link is new. */
export const insertLink = async (scope: Scope, contactId: string, dealId: string): Promise<boolean> =>
  (await db(scope).dealContact.createMany({ data: [{ contactId, dealId, workspaceId: scope.workspaceId }], skipDuplicates: true })).count === 1;

/** True when there was one. */
export const deleteLink = async (scope: Scope, contactId: string, dealId: string): Promise<boolean> =>
  (await db(scope).dealContact.deleteMany({ where: { contactId, dealId } })).count === 1;
