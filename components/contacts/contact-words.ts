/** Contacts and interactions in words. Pure. */
import type { Tone } from '@/components/ui/tone';
import type { BuyingRole, TimelineEntry } from '@/lib/contacts/schema';

export const ROLE_WORDS: Record<BuyingRole, string> = {
  economic_buyer: 'Economic buyer', champion: 'Champion', influencer: 'Influencer', user: 'User', blocker: 'Blocker', unknown: 'Not known',
};

/** The buyer and the champion decide, a blocker endangers; the others are only named. */
export const ROLE_TONES: Record<BuyingRole, Tone> = {
  economic_buyer: 'opportunity', champion: 'opportunity', influencer: 'neutral', user: 'neutral', blocker: 'risk', unknown: 'neutral',
};

const KINDS: Record<TimelineEntry['kind'], string> = {
  sent: 'Mail sent', delivered: 'Mail delivered', opened: 'Mail opened', read: 'Message read', replied: 'Reply', clicked: 'Link clicked',
  meeting_booked: 'Meeting booked', call: 'Call', note: 'Note', bounced: 'Mail bounced', opted_out: 'Opted out',
};

/** "Reply from Dana Wu", "Call with Dana Wu", "Note about Dana Wu". */
export function entryTitle({ kind, direction, contact }: Pick<TimelineEntry, 'kind' | 'direction' | 'contact'>): string {
  if (!contact) return KINDS[kind];
  const link = kind === 'note' ? 'about' : kind === 'call' || kind === 'meeting_booked' ? 'with' : direction === 'inbound' ? 'from' : direction === 'outbound' ? 'to' : 'by';
  return `${KINDS[kind]} ${link} ${contact.name}`;
}
