/** Facts of a deal at a moment that several features, and their words, share. */
import { DAY, type DealAsOf, type HistoryContact, type InteractionKind } from '@/lib/deals/history';

/** Days until the calendar quarter (UTC) that holds `at` is over; above 0, at most 92. */
export function daysToQuarterEnd(at: number): number {
  const day = new Date(at);
  return (Date.UTC(day.getUTCFullYear(), Math.floor(day.getUTCMonth() / 3) * 3 + 3, 1) - at) / DAY;
}

export const closesInLastMonth = (at: number): boolean => new Date(at).getUTCMonth() % 3 === 2;

const DECIDES = /\b(chief|c[efoit]o|cmo|cro|president|(?<!product )owner|founder|head of|vp|vice president|director)\b/i;

/** Named as economic buyer, or with a title that usually signs. */
export const isDecisionMaker = (contact: HistoryContact): boolean =>
  contact.buyingRole === 'economic_buyer' || (contact.buyingRole === 'unknown' && contact.jobTitle !== null && DECIDES.test(contact.jobTitle));

/** Signs of life that take an effort; an opened mail is none. */
const HEARD: ReadonlySet<InteractionKind> = new Set(['replied', 'call', 'meeting_booked']);

function lastTime(deal: DealAsOf, matches: (interaction: DealAsOf['interactions'][number]) => boolean): number | null {
  let last: number | null = null;
  for (const interaction of deal.interactions) if (matches(interaction) && (last === null || interaction.at > last)) last = interaction.at;
  return last;
}

const lastHeard = (deal: DealAsOf): number | null => lastTime(deal, (i) => i.direction === 'inbound' && HEARD.has(i.kind));
const lastSent = (deal: DealAsOf): number | null => lastTime(deal, (i) => i.direction === 'outbound' && i.kind === 'sent');

/** Days since they last wrote, called or booked; null when they never did. */
export function daysSinceHeard(deal: DealAsOf): number | null {
  const heard = lastHeard(deal);
  return heard === null ? null : (deal.at - heard) / DAY;
}

/** We wrote after they last did. */
export const waitingForReply = (deal: DealAsOf): boolean => (lastSent(deal) ?? -Infinity) > (lastHeard(deal) ?? -Infinity);

export const messagesSent = (deal: DealAsOf): number => deal.interactions.filter((i) => i.kind === 'sent' && i.direction === 'outbound').length;
export const repliesTo = (deal: DealAsOf): number => deal.interactions.filter((i) => i.kind === 'replied').length;
