/** What hangs on a contact or an account: deals, and the latest interactions. What happened on a deal out of sight stays out of sight. */
import { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { RelatedDeal, TimelineEntry } from './schema';

async function deals(scope: Scope, where: Prisma.DealWhereInput, most: number): Promise<RelatedDeal[]> {
  const rows = await db(scope).deal.findMany({
    where, take: most, orderBy: [{ status: 'asc' }, { closedAt: { sort: 'desc', nulls: 'last' } }, { amountMinor: { sort: 'desc', nulls: 'last' } }, { id: 'desc' }],
    select: {
      id: true, name: true, status: true, amountMinor: true, currency: true, winProbability: true, winLow: true, winHigh: true, expectedCloseAt: true, closedAt: true, simulatedFields: true,
      stage: { select: { name: true } }, owner: { select: { name: true } },
    },
  });
  return rows.map((d) => ({
    id: d.id, name: d.name, status: d.status, stage: d.stage.name, amountMinor: d.amountMinor === null ? null : Number(d.amountMinor), currency: d.currency,
    owner: d.owner?.name ?? null, probability: d.winProbability, low: d.winLow, high: d.winHigh,
    expectedCloseAt: d.expectedCloseAt?.toISOString() ?? null, closedAt: d.closedAt?.toISOString() ?? null, simulatedFields: d.simulatedFields,
  }));
}

/** Open ones first, then won, then lost, each latest first. */
export const dealsOfContact = (scope: Scope, contactId: string, most: number): Promise<RelatedDeal[]> => deals(scope, { contacts: { some: { contactId } } }, most);
export const dealsOfAccount = (scope: Scope, accountId: string, most: number): Promise<RelatedDeal[]> => deals(scope, { accountId }, most);

type StoredEntry = Omit<TimelineEntry, 'at' | 'contact' | 'deal'> & { at: Date; contact_id: string | null; contact_name: string | null; deal_id: string | null; deal_name: string | null };

const named = (id: string | null, name: string | null) => (id === null || name === null ? null : { id, name });

/** `seen` selects ids of interactions; those on a deal that the policies of `deal` hide are dropped here, whoever asks. */
async function read(scope: Scope, seen: Prisma.Sql, most: number): Promise<TimelineEntry[]> {
  const rows = await db(scope).$queryRaw<StoredEntry[]>`
    select i.id, i.at, i.kind::text as kind, i.direction::text as direction, i.channel, i.subject, case when length(i.text) > 4000 then left(i.text, 4000) || '…' else i.text end as text, i.simulated,
      c.id as contact_id, c.name as contact_name, d.id as deal_id, d.name as deal_name
    from interaction i left join contact c on c.id = i.contact_id left join deal d on d.id = i.deal_id
    where i.id in (${seen}) and (i.deal_id is null or d.id is not null)
    order by i.at desc, i.id desc limit ${most}`;
  return rows.map(({ at, contact_id, contact_name, deal_id, deal_name, ...row }) => ({
    ...row, at: at.toISOString(), contact: named(contact_id, contact_name), deal: named(deal_id, deal_name),
  }));
}

/** Where the deal is, sight is asked before the cut: what is hidden must not use up the places. */
const visible = Prisma.sql`(i.deal_id is null or exists (select 1 from deal d where d.id = i.deal_id))`;

export const timelineOfContact = (scope: Scope, contactId: string, most: number): Promise<TimelineEntry[]> =>
  read(scope, Prisma.sql`select i.id from interaction i where i.contact_id = ${contactId}::uuid and ${visible} order by i.at desc limit ${most}`, most);

/** On the account's deals in sight, or with its contacts. */
export const timelineOfAccount = (scope: Scope, accountId: string, most: number): Promise<TimelineEntry[]> => read(scope, Prisma.sql`
  (select i.id from deal d join interaction i on i.deal_id = d.id where d.account_id = ${accountId}::uuid order by i.at desc limit ${most})
  union
  (select i.id from contact c join interaction i on i.contact_id = c.id where c.account_id = ${accountId}::uuid and ${visible} order by i.at desc limit ${most})`, most);
