import { ArrowRightLeft, CalendarCheck, Eye, Mail, MailX, MessageSquareReply, Pencil, Phone, StickyNote, type LucideIcon } from 'lucide-react';
import Link from 'next/link';
import { entryTitle } from '@/components/contacts/contact-words';
import { PlainText } from '@/components/deals/plain-text';
import { SimulatedMark } from '@/components/deals/simulated-mark';
import { DateText } from '@/components/ui/date-text';
import type { ReadingHabits } from '@/components/ui/format';
import type { TimelineEntry } from '@/lib/contacts/schema';
import type { LeadEvent } from '@/lib/leads/get-lead';
import { eventWords } from './lead-words';

const ICONS: Record<TimelineEntry['kind'], LucideIcon> = {
  sent: Mail, delivered: Mail, opened: Eye, read: Eye, clicked: Eye, replied: MessageSquareReply, meeting_booked: CalendarCheck, call: Phone, note: StickyNote, bounced: MailX, opted_out: MailX,
};

type Row = { id: string; at: string; Icon: LucideIcon; title: string; by: string | null; simulated: boolean; entry: TimelineEntry | null };

/** All that happened with a lead, newest first: what they did, and what was changed by whom. */
export function LeadTimeline({ entries, events, workspace, habits }: { entries: readonly TimelineEntry[]; events: readonly LeadEvent[]; workspace: string; habits: ReadingHabits }) {
  const rows: Row[] = [
    ...events.map((event): Row => ({ id: event.id, at: event.at, Icon: event.field === 'state' ? ArrowRightLeft : Pencil, title: eventWords(event), by: event.field === 'state' && event.before === null ? null : event.by, simulated: event.simulated, entry: null })),
    ...entries.map((entry): Row => ({ id: entry.id, at: entry.at, Icon: ICONS[entry.kind], title: entryTitle(entry), by: null, simulated: entry.simulated, entry })),
  ].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  if (rows.length === 0) return <p className="text-dense text-muted">Nothing has happened yet that has a time. Mails, calls, notes and changes of state will stand here.</p>;
  return (
    <ol className="flex flex-col" aria-label="What happened, newest first">
      {rows.map(({ id, at, Icon, title, by, simulated, entry }) => (
        <li key={id} className="relative flex gap-3 pb-4 last:pb-0 not-last:before:absolute not-last:before:start-2.75 not-last:before:top-6 not-last:before:bottom-0 not-last:before:w-px not-last:before:bg-hairline">
          <span className="z-1 grid size-6 shrink-0 place-items-center rounded-full border border-hairline bg-surface text-muted">
            <Icon size={12} aria-hidden />
          </span>
          <div className="min-w-0 flex-1 text-dense">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-medium wrap-anywhere">{title}</span>
              <span className="text-xs text-muted">
                <DateText iso={at} look="day-year" habits={habits} />
                {by && ` by ${by}`}
              </span>
              {simulated && <SimulatedMark />}
            </p>
            {entry?.deal && (
              <p className="text-xs text-muted">
                on{' '}
                <Link href={`/w/${workspace}/deals/${entry.deal.id}`} prefetch={false} className="link">
                  {entry.deal.name}
                </Link>
              </p>
            )}
            {entry && <PlainText subject={entry.subject} text={entry.text} />}
          </div>
        </li>
      ))}
    </ol>
  );
}
