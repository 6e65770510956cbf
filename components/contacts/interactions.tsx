import Link from 'next/link';
import { PlainText } from '@/components/deals/plain-text';
import { SimulatedMark } from '@/components/deals/simulated-mark';
import { RelativeTime } from '@/components/ui/date-text';
import type { ReadingHabits } from '@/components/ui/format';
import type { TimelineEntry } from '@/lib/contacts/schema';
import { entryTitle } from './contact-words';

/** What last happened with somebody or with an account, newest first, each with the deal it was about. */
export function Interactions({ entries, workspace, now, habits }: { entries: readonly TimelineEntry[]; workspace: string; now: string; habits: ReadingHabits }) {
  if (entries.length === 0) return <p className="text-dense text-muted">No mail, call, meeting or note yet. They come with an import, the API, or as notes on a deal.</p>;
  return (
    <ol className="flex flex-col divide-y divide-hairline" aria-label="What happened, newest first">
      {entries.map((entry) => (
        <li key={entry.id} className="py-2.5 text-dense first:pt-0 last:pb-0">
          <p className="flex flex-wrap items-baseline gap-x-2">
            <span className="font-medium wrap-anywhere">{entryTitle(entry)}</span>
            <span className="text-xs text-muted">
              <RelativeTime iso={entry.at} now={now} habits={habits} />
            </span>
            {entry.simulated && <SimulatedMark />}
          </p>
          {entry.deal && (
            <p className="text-xs text-muted">
              on{' '}
              <Link href={`/w/${workspace}/deals/${entry.deal.id}`} prefetch={false} className="link">
                {entry.deal.name}
              </Link>
            </p>
          )}
          <PlainText subject={entry.subject} text={entry.text} />
        </li>
      ))}
    </ol>
  );
}
