/** Interactions in words. Pure. */
import type { TimelineInteraction } from '@/lib/deals/timeline';

const KINDS: Record<TimelineInteraction['kind'], string> = {
  sent: 'Mail sent', delivered: 'Mail delivered', opened: 'Mail opened', read: 'Message read', replied: 'Reply', clicked: 'Link clicked',
  meeting_booked: 'Meeting booked', call: 'Call', note: 'Note', bounced: 'Mail bounced', opted_out: 'Opted out',
};

/** "Reply from Dana Wu", "Call with Dana Wu", "Note by Moses Frase". */
export function interactionTitle({ kind, direction, contact, author }: Pick<TimelineInteraction, 'kind' | 'direction' | 'contact' | 'author'>): string {
  const name = KINDS[kind];
  if (kind === 'note') return [name, author && `by ${author}`, contact && `about ${contact}`].filter(Boolean).join(' ');
  if (!contact) return name;
  const link = kind === 'call' || kind === 'meeting_booked' ? 'with' : direction === 'inbound' ? 'from' : direction === 'outbound' ? 'to' : 'by';
  return `${name} ${link} ${contact}`;
}
