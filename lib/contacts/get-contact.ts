import { transaction } from '@/lib/server/db/tenancy';
import { notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import type { Contact, RelatedDeal, TimelineEntry } from './schema';
import { dealsOfContact, timelineOfContact } from './relations-store';
import { findContact, linkableDeals } from './store';

/** The contact, or not_found. */
export const getContact = (scope: Scope, id: string): Promise<Contact> => transaction(scope, async () => {
  const contact = await findContact(scope, id);
  if (!contact) throw notFound('contact');
  return contact;
});

const MOST_DEALS = 50;
const TIMELINE = 30;
const CHOICES = 200;

export type ContactOverview = { contact: Contact; deals: RelatedDeal[]; /** Open deals they could be put on, the first of them. */ choices: { id: string; name: string }[]; moreChoices: boolean; timeline: TimelineEntry[] };

/** A contact's page: who they are, the deals in sight they are on, and what last happened with them. `find` narrows the choices by name. */
export const contactOverview = (scope: Scope, id: string, find = ''): Promise<ContactOverview> => transaction(scope, async () => {
  const contact = await getContact(scope, id);
  const choices = await linkableDeals(scope, contact, find, CHOICES + 1);
  return { contact, deals: await dealsOfContact(scope, id, MOST_DEALS), choices: choices.slice(0, CHOICES), moreChoices: choices.length > CHOICES, timeline: await timelineOfContact(scope, id, TIMELINE) };
});
