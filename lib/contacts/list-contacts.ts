/** The contacts table: one page of rows with what the reader may see of their deals and interactions. */
import { cursorPage, decodeCursor } from '@/lib/server/cursor';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { Contact, ContactQuery, ContactRow } from './schema';
import { accountNameOf, contactFacts, countContacts, countDeciding, findContacts, findContactsAfter, type ContactFilter } from './store';

export const PAGE_SIZE = 50;
export type ContactPage = { rows: ContactRow[]; count: number };
/** With how many of them decide or champion, and the name of the account that the list is narrowed to. */
export type FullContactPage = ContactPage & { deciding: number; accountName: string | null };

export const listContacts = (scope: Scope, query: ContactQuery): Promise<ContactPage> => transaction(scope, async () => {
  const contacts = await findContacts(scope, query, { skip: (query.page - 1) * PAGE_SIZE, take: PAGE_SIZE });
  const facts = await contactFacts(scope, contacts.map((c) => c.id));
  return { rows: contacts.map((c) => ({ ...c, ...facts.get(c.id)! })), count: await countContacts(scope, query) };
});

export const contactPage = (scope: Scope, query: ContactQuery): Promise<FullContactPage> => transaction(scope, async () => ({
  ...(await listContacts(scope, query)),
  deciding: await countDeciding(scope, query),
  accountName: query.account ? await accountNameOf(scope, query.account) : null,
}));

/** REST: newest first, `cursor` is the id after which to go on. */
export const pageOfContacts = (scope: Scope, filter: ContactFilter, cursor: string | null, limit: number): Promise<{ data: Contact[]; nextCursor: string | null }> =>
  transaction(scope, async () => cursorPage(await findContactsAfter(scope, filter, decodeCursor(cursor), limit + 1), limit));
