import Link from 'next/link';
import { Card } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/date-text';
import type { ReadingHabits } from '@/components/ui/format';
import type { JobRunDetail, RunLink, SentEvent } from '@/lib/jobs/schema';
import { functionWords, RunStatusMark } from './run-status';

/** One run of others, by name and state. */
export function RunLinkLine({ run, path }: { run: RunLink; path: string }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <Link className="link" href={`${path}/${run.id}`}>
        {functionWords(run.functionName)}
      </Link>
      <RunStatusMark status={run.status} />
    </span>
  );
}

/** What a run comes from and what it set going: its parent, what it repeats, its repetitions, the events that it sent with their runs. */
export function RunRelations({ run, path, now, habits }: { run: JobRunDetail; path: string; now: string; habits: ReadingHabits }) {
  const rows: { key: string; word: string; runs: readonly RunLink[] }[] = [
    { key: 'parent', word: 'Invoked by', runs: run.parent ? [run.parent] : [] },
    { key: 'replayOf', word: 'Repeats', runs: run.replayOf ? [run.replayOf] : [] },
    { key: 'replays', word: 'Repeated by', runs: run.replays },
    { key: 'children', word: 'Invoked', runs: run.children },
  ];
  const shown = rows.filter(({ runs }) => runs.length > 0);
  if (shown.length === 0 && run.sent.length === 0) return null;
  return (
    <Card title="Around it" line="Runs that it comes from, and what it set going.">
      <dl className="flex flex-col gap-2 text-dense">
        {shown.map(({ key, word, runs }) => (
          <div key={key} className="grid grid-cols-[8rem_minmax(0,1fr)] gap-x-3">
            <dt className="text-muted">{word}</dt>
            <dd className="flex flex-col gap-1">{runs.map((one) => <RunLinkLine key={one.id} run={one} path={path} />)}</dd>
          </div>
        ))}
        {run.sent.length > 0 && (
          <div className="grid grid-cols-[8rem_minmax(0,1fr)] gap-x-3">
            <dt className="text-muted">Events it sent</dt>
            <dd>
              <ul className="flex flex-col gap-2">
                {run.sent.map((event) => <Sent key={event.number} event={event} path={path} now={now} habits={habits} />)}
              </ul>
            </dd>
          </div>
        )}
      </dl>
    </Card>
  );
}

function Sent({ event, path, now, habits }: { event: SentEvent; path: string; now: string; habits: ReadingHabits }) {
  return (
    <li>
      <p>
        {event.name} <span className="text-muted"><RelativeTime iso={event.receivedAt.toISOString()} now={now} habits={habits} /></span>
      </p>
      <div className="flex flex-col gap-0.5">{event.runs.length === 0 ? <span className="text-xs text-muted">no job listened</span> : event.runs.map((run) => <RunLinkLine key={run.id} run={run} path={path} />)}</div>
    </li>
  );
}
