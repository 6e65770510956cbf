import { Card } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/date-text';
import type { ReadingHabits } from '@/components/ui/format';
import type { ClockJob } from '@/lib/jobs/schema';
import { durationWords } from './duration';
import { functionWords, RunStatusMark } from './run-status';

/** What the clock does for all workspaces: it is nobody's run, so it has no page of its own. */
export function ClockCard({ jobs, now, habits }: { jobs: readonly ClockJob[]; now: string; habits: ReadingHabits }) {
  if (jobs.length === 0) return null;
  return (
    <Card title="By the clock" line="Done for all workspaces; what it starts in this one is in the list above." className="mt-4">
      <ul className="flex flex-col gap-1 text-dense">
        {jobs.map(({ functionName, status, startedAt, finishedAt, nextAt }) => (
          <li key={functionName} className="flex flex-wrap items-center gap-x-2">
            <span className="font-medium">{functionWords(functionName)}</span>
            {status === null ? <span className="text-muted">has not come yet</span> : <RunStatusMark status={status} />}
            {startedAt && (
              <span className="text-muted">
                <RelativeTime iso={startedAt.toISOString()} now={now} habits={habits} />
                {finishedAt && `, took ${durationWords(finishedAt.getTime() - startedAt.getTime())}`}
              </span>
            )}
            {nextAt && <span className="text-muted">again <RelativeTime iso={nextAt.toISOString()} now={now} habits={habits} /></span>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
