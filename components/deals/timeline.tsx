import { ArrowRightLeft, CalendarCheck, Eye, Mail, MailX, MessageSquareReply, Pencil, Phone, StickyNote, type LucideIcon } from 'lucide-react';
import { DateText } from '@/components/ui/date-text';
import { formatDate, formatMoney, formatPercent, type ReadingHabits } from '@/components/ui/format';
import type { TimelineChange, TimelineEvent, TimelineInteraction, TimelineMove } from '@/lib/deals/timeline';
import { toMinor } from '@/lib/deals/money';
import { interactionTitle } from './interaction-words';
import { PlainText } from './plain-text';
import { SimulatedMark } from './simulated-mark';

const ICONS: Record<TimelineInteraction['kind'], LucideIcon> = {
  sent: Mail, delivered: Mail, opened: Eye, read: Eye, clicked: Eye, replied: MessageSquareReply, meeting_booked: CalendarCheck, call: Phone, note: StickyNote, bounced: MailX, opted_out: MailX,
};

const FIELDS: Record<TimelineChange['field'], string> = { amount: 'Amount', expectedCloseAt: 'Expected close', discount: 'Discount', competitor: 'Competitor', owner: 'Owner' };

function valueWords(field: TimelineChange['field'], value: TimelineChange['before'], currency: string, habits: ReadingHabits): string {
  if (value === null) return 'none';
  if (typeof value === 'string') return value;
  if (field === 'expectedCloseAt') return formatDate(new Date(value).toISOString(), 'day-year', habits);
  return field === 'discount' ? formatPercent(value, habits, 1) : formatMoney(Number(toMinor(value, currency)), currency, habits);
}

const moveWords = ({ from, to, kind }: TimelineMove): string =>
  from === null ? `Opened in ${to}` : kind === 'open' ? `Moved from ${from} to ${to}` : `Closed as ${kind}, out of ${from}`;

const changeWords = ({ field, before, after }: TimelineChange, currency: string, habits: ReadingHabits): string => {
  const pushed = field === 'expectedCloseAt' && typeof before === 'number' && typeof after === 'number' && after > before;
  return `${pushed ? 'Close date pushed' : FIELDS[field]}: ${valueWords(field, before, currency, habits)} → ${valueWords(field, after, currency, habits)}`;
};

/** All that happened to the deal, newest first. Days as heads, texts as they were written. */
export function Timeline({ events, more, currency, habits }: { events: readonly TimelineEvent[]; more: boolean; currency: string; habits: ReadingHabits }) {
  if (events.length === 0) return <p className="py-6 text-center text-dense text-muted">Nothing has happened yet. Moves, changes, mails, calls and notes will stand here.</p>;
  return (
    <>
      <ol className="flex flex-col" aria-label="What happened, newest first">
        {events.map((event) => (
          <TimelineRow key={event.id} event={event} currency={currency} habits={habits} />
        ))}
      </ol>
      {more && <p className="pt-3 text-xs text-muted">Older events are left out here; the export has them all.</p>}
    </>
  );
}

function TimelineRow({ event, currency, habits }: { event: TimelineEvent; currency: string; habits: ReadingHabits }) {
  const Icon = event.type === 'interaction' ? ICONS[event.kind] : event.type === 'move' ? ArrowRightLeft : Pencil;
  const title = event.type === 'interaction' ? interactionTitle(event) : event.type === 'move' ? moveWords(event) : changeWords(event, currency, habits);
  return (
    <li className="relative flex gap-3 pb-4 last:pb-0 not-last:before:absolute not-last:before:start-2.75 not-last:before:top-6 not-last:before:bottom-0 not-last:before:w-px not-last:before:bg-hairline">
      <span className="z-1 grid size-6 shrink-0 place-items-center rounded-full border border-hairline bg-surface text-muted">
        <Icon size={12} aria-hidden />
      </span>
      <div className="min-w-0 flex-1 text-dense">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium wrap-anywhere">{title}</span>
          <span className="text-xs text-muted">
            <DateText iso={event.at} look="day-year" habits={habits} />
          </span>
          {event.simulated && <SimulatedMark />}
        </p>
        {event.type === 'interaction' && <PlainText subject={event.subject} text={event.text} />}
      </div>
    </li>
  );
}
