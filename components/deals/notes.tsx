import { RelativeTime } from '@/components/ui/date-text';
import type { ReadingHabits } from '@/components/ui/format';
import type { TimelineInteraction } from '@/lib/deals/timeline';
import { NoteForm, type NoteAction } from './note-form';
import { PlainText } from './plain-text';
import { SimulatedMark } from './simulated-mark';

/** Notes on the deal, newest first, under the field for the next one. */
export function Notes({ notes, workspace, dealId, add, now, habits }: { notes: readonly TimelineInteraction[]; workspace: string; dealId: string; add: NoteAction | null; now: string; habits: ReadingHabits }) {
  return (
    <div className="flex flex-col gap-4">
      {add && <NoteForm workspace={workspace} dealId={dealId} add={add} />}
      {notes.length === 0 ? (
        <p className="py-4 text-center text-dense text-muted">No notes yet. What is written here is read by the rules and the analyst, and counts as activity.</p>
      ) : (
        <ul className="flex flex-col divide-y divide-hairline border-t border-hairline">
          {notes.map((note) => (
            <li key={note.id} className="py-3 text-dense">
              <p className="flex flex-wrap items-baseline gap-x-2 text-xs text-muted">
                <span className="font-medium text-foreground">{note.author ?? 'Imported'}</span>
                <RelativeTime iso={note.at} now={now} habits={habits} />
                {note.simulated && <SimulatedMark />}
              </p>
              <PlainText subject={note.subject} text={note.text} folded={false} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
