import { Ban, CircleCheck, CircleDashed, CircleX, Clock, type LucideIcon } from 'lucide-react';
import Link from 'next/link';
import { RelativeTime } from '@/components/ui/date-text';
import type { ReadingHabits } from '@/components/ui/format';
import type { JobRunDetail, JobStep } from '@/lib/jobs/schema';
import { durationWords } from './duration';
import { functionWords } from './run-status';
import { lengthOf, spansOf } from './step-spans';
import { Bar, BarLegend } from './waterfall';

const looks: Readonly<Record<JobStep['status'], { word: string; Icon: LucideIcon; className: string }>> = {
  planned: { word: 'Under way', Icon: CircleDashed, className: 'text-action' },
  sleeping: { word: 'Sleeping', Icon: Clock, className: 'text-muted' },
  waiting: { word: 'Waiting', Icon: Clock, className: 'text-muted' },
  completed: { word: 'Done', Icon: CircleCheck, className: 'text-opportunity' },
  failed: { word: 'Failed', Icon: CircleX, className: 'text-risk' },
  dropped: { word: 'Not needed any more', Icon: Ban, className: 'text-muted' },
};
/** Ids by their ends alone: the beginnings of ids of one hour are alike. */
const shortIds = (name: string): string => name.replace(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{5}([0-9a-f]{7})/g, '…$1');
const ROW = 'grid grid-cols-[1rem_minmax(0,1fr)_auto] items-start gap-x-3 px-4 py-2 text-dense sm:grid-cols-[1rem_minmax(0,16rem)_minmax(0,1fr)_5rem]';

/** The queue and the steps in the order in which they ended, each with when it waited and worked in the whole run's time, and what it gave. */
export function StepList({ run, path, now, habits }: { run: JobRunDetail; path: string; now: Date; habits: ReadingHabits }) {
  const begin = run.createdAt;
  const end = run.finishedAt ?? now;
  const total = end.getTime() - begin.getTime();
  const queued = (run.startedAt ?? end).getTime() - begin.getTime();
  return (
    <>
      <div className="border-t border-hairline px-4 py-2">
        <BarLegend />
      </div>
      <ol className="divide-y divide-hairline border-t border-hairline">
        <li className={ROW}>
          <Clock size={16} aria-hidden className="mt-0.5 text-muted" />
          <p className="font-medium">In the queue</p>
          <div className="py-1.5 max-sm:hidden">
            <Bar spans={[{ from: 0, to: queued, look: 'waited' }]} total={total} />
          </div>
          <p className="text-end text-xs text-muted">{durationWords(queued)}</p>
        </li>
        {run.steps.map((step, index) => (
          <Step key={index} step={step} begin={begin} end={end} total={total} path={path} now={now} habits={habits} />
        ))}
      </ol>
    </>
  );
}

function Step({ step, begin, end, total, path, now, habits }: { step: JobStep; begin: Date; end: Date; total: number; path: string; now: Date; habits: ReadingHabits }) {
  const { word, Icon, className } = looks[step.status];
  const spans = spansOf(step, begin, end);
  const result = step.data === null || step.data === undefined ? null : JSON.stringify(step.data, null, 2);
  const worked = lengthOf(spans, 'ran', 'failed');
  const waited = lengthOf(spans, 'waited');
  return (
    <li className={ROW}>
      <Icon size={16} aria-label={word} className={`mt-0.5 ${className}`} />
      <div className="min-w-0">
        <p className="font-medium break-words" title={step.name}>{shortIds(step.name)}</p>
        <p className="text-xs text-muted">
          {word}
          {step.attempt > 0 && `, ${step.attempt} failed ${step.attempt === 1 ? 'attempt' : 'attempts'}`}
          {step.kind === 'step' && waited >= 1 && `, waited ${durationWords(waited)}`}
          {step.wakeAt && !step.finishedAt && (
            <>
              , {step.kind === 'step' || step.kind === 'sleep' ? 'goes on' : 'at the latest'} <RelativeTime iso={step.wakeAt.toISOString()} now={now.toISOString()} habits={habits} />
            </>
          )}
        </p>
        {step.waitsFor && (
          <p className="text-xs break-words text-muted">
            for {step.waitsFor.event}
            {step.waitsFor.if && (
              <>
                {' '}
                if <code className="font-mono">{step.waitsFor.if}</code>
              </>
            )}
          </p>
        )}
        {step.invoked && (
          <p className="text-xs">
            <Link className="link" href={`${path}/${step.invoked.runId}`}>
              Run of {functionWords(step.invoked.functionName)}
            </Link>
          </p>
        )}
        {step.error && <p className="mt-1 text-xs break-words text-risk">{step.error.message}</p>}
        {result && (
          <details className="mt-1 text-xs">
            <summary className="link cursor-pointer">Result</summary>
            <pre className="mt-1 rounded-box bg-surface-secondary p-2 font-mono break-all whitespace-pre-wrap">{result.slice(0, 4000)}</pre>
          </details>
        )}
      </div>
      <div className="py-1.5 max-sm:hidden">
        <Bar spans={spans} total={total} />
      </div>
      <p className="text-end text-xs text-muted" title={step.attempt > 0 ? 'From its first attempt to its end, the pauses between attempts included' : undefined}>
        {spans.length > 0 && durationWords(step.kind === 'step' ? worked : waited)}
      </p>
    </li>
  );
}
