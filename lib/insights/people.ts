/** Whom to turn to: contacts by name, never one who asked not to be contacted. */
import type { DealAsOf, HistoryContact } from '@/lib/deals/history';
import { isDecider, isFromBuyer, nameOf } from '@/lib/insights/rules/conversation';

const ROLE_WORDS: Record<HistoryContact['buyingRole'], string | null> = {
  economic_buyer: 'economic buyer', champion: 'champion', influencer: 'influencer', user: 'user', blocker: 'blocker', unknown: null,
};

/** Contacts that did not opt out. */
export function reachable(deal: DealAsOf): HistoryContact[] {
  const out = new Set(deal.interactions.flatMap((i) => (i.kind === 'opted_out' && i.contactId !== null ? [i.contactId] : [])));
  return deal.contacts.filter((c) => !out.has(c.id));
}

/** The one who signs, if known and reachable: recorded as such before guessed by title. */
export function decider(deal: DealAsOf): HistoryContact | null {
  const people = reachable(deal);
  return people.find((c) => c.buyingRole === 'economic_buyer') ?? people.find(isDecider) ?? null;
}

/** The one to talk to: who answered last, else the champion, else the first known. */
export function mainContact(deal: DealAsOf): HistoryContact | null {
  const people = reachable(deal);
  const answered = deal.interactions.findLast((i) => isFromBuyer(i) && people.some((c) => c.id === i.contactId))?.contactId;
  return people.find((c) => c.id === answered) ?? people.find((c) => c.buyingRole === 'champion') ?? people[0] ?? null;
}

/** "Dana Wu (economic buyer)". */
export function introduced(contact: HistoryContact): string {
  const role = ROLE_WORDS[contact.buyingRole];
  return role ? `${nameOf(contact)} (${role})` : nameOf(contact);
}
