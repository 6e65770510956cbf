/** Reads records in pages for an export, oldest first. */
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { leadWhere, type LeadFilter } from '@/lib/leads/filter';
import { dealWhere, type DealFilter } from '@/lib/deals/filter';

const after = (id: string | null) => (id ? { id: { gt: id } } : {});
const NAME = { select: { name: true } } as const;

export const dealsAfter = (scope: Scope, id: string | null, take: number, filter: DealFilter) => db(scope).deal.findMany({
  where: { AND: [after(id), dealWhere(filter)] }, include: { account: NAME, product: NAME, owner: NAME, stage: NAME }, orderBy: { id: 'asc' }, take,
});
export const accountsAfter = (scope: Scope, id: string | null, take: number) => db(scope).account.findMany({ where: after(id), orderBy: { id: 'asc' }, take });
export const productsAfter = (scope: Scope, id: string | null, take: number) => db(scope).product.findMany({ where: after(id), orderBy: { id: 'asc' }, take });
export const contactsAfter = (scope: Scope, id: string | null, take: number) => db(scope).contact.findMany({ where: after(id), include: { account: NAME }, orderBy: { id: 'asc' }, take });

export const leadsAfter = (scope: Scope, id: string | null, take: number, filter: LeadFilter) => db(scope).lead.findMany({
  where: { AND: [after(id), leadWhere(filter)] }, include: { owner: NAME, contact: { include: { account: NAME } } }, orderBy: { id: 'asc' }, take,
});

/** Names of the kept columns (`custom`) of an entity, in order. */
export async function customKeys(scope: Scope, entity: 'deals' | 'accounts' | 'products' | 'contacts' | 'leads'): Promise<string[]> {
  const d = db(scope);
  const rows = entity === 'deals' ? await d.$queryRaw<{ key: string }[]>`select distinct jsonb_object_keys(custom) as key from deal order by 1`
    : entity === 'accounts' ? await d.$queryRaw<{ key: string }[]>`select distinct jsonb_object_keys(custom) as key from account order by 1`
    : entity === 'products' ? await d.$queryRaw<{ key: string }[]>`select distinct jsonb_object_keys(custom) as key from product order by 1`
    : entity === 'leads' ? await d.$queryRaw<{ key: string }[]>`select distinct jsonb_object_keys(c.custom) as key from lead l join contact c on c.id = l.id order by 1`
    : await d.$queryRaw<{ key: string }[]>`select distinct jsonb_object_keys(custom) as key from contact order by 1`;
  return rows.map((row) => row.key);
}
