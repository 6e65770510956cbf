/** Who spoke last: reading a deal's interactions as a conversation between us and the buyer. */
import type { DealAsOf, HistoryContact, HistoryInteraction } from '@/lib/deals/history';
import { plain } from '@/lib/insights/plain';

const SPOKEN: ReadonlySet<HistoryInteraction['kind']> = new Set(['sent', 'replied', 'call', 'note']);
const MACHINE: ReadonlySet<HistoryInteraction['kind']> = new Set(['delivered', 'bounced', 'opted_out']);

/** The buyer said or agreed to something. Opens, reads and clicks are attention, not an answer. */
export const isFromBuyer = (i: HistoryInteraction): boolean =>
  i.kind === 'meeting_booked' || (i.direction === 'inbound' && SPOKEN.has(i.kind));

/** We wrote or called. */
export const isFromUs = (i: HistoryInteraction): boolean => i.direction === 'outbound' && i.kind !== 'note' && SPOKEN.has(i.kind);

/** Somebody did something; what mail servers report does not count. */
export const isActivity = (i: HistoryInteraction): boolean => !MACHINE.has(i.kind);

export function lastWhere(deal: Pick<DealAsOf, 'interactions'>, test: (i: HistoryInteraction) => boolean): HistoryInteraction | null {
  return deal.interactions.findLast(test) ?? null;
}

/** Our messages since the buyer last answered, oldest first. */
export function unanswered(deal: Pick<DealAsOf, 'interactions'>): HistoryInteraction[] {
  const answer = deal.interactions.findLastIndex(isFromBuyer);
  return deal.interactions.slice(answer + 1).filter(isFromUs);
}

const DECIDER_TITLE = /\b(chief|c[efotim]o|president|owner|founder|partner|managing director|director|vice president|[se]?vp|head of)\b/i;

/** Signs or decides: recorded as economic buyer, or, where nobody recorded a role, by job title. */
export const isDecider = (contact: HistoryContact): boolean =>
  contact.buyingRole === 'economic_buyer' || (contact.buyingRole === 'unknown' && contact.jobTitle !== null && DECIDER_TITLE.test(contact.jobTitle));

export const nameOf = (contact: HistoryContact): string => plain(contact.name, 60) || 'an unnamed contact';

export const contactOf = (deal: Pick<DealAsOf, 'contacts'>, i: HistoryInteraction): HistoryContact | null =>
  i.contactId === null ? null : (deal.contacts.find((c) => c.id === i.contactId) ?? null);

const KIND_WORDS: Record<HistoryInteraction['kind'], string> = {
  sent: 'mail', delivered: 'delivery', opened: 'mail opened', read: 'message read', replied: 'reply', clicked: 'click',
  meeting_booked: 'meeting', call: 'call', note: 'note', bounced: 'bounce', opted_out: 'opt-out',
};

/** "a reply from Dana Wu", "a mail to Dana Wu", "a note". */
export function interactionWords(deal: Pick<DealAsOf, 'contacts'>, i: HistoryInteraction): string {
  const contact = contactOf(deal, i);
  const kind = KIND_WORDS[i.kind];
  const what = `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
  if (!contact) return what;
  const link = i.direction === 'inbound' ? 'from' : i.kind === 'meeting_booked' || i.kind === 'call' ? 'with' : i.direction === 'outbound' ? 'to' : 'about';
  return `${what} ${link} ${nameOf(contact)}`;
}
