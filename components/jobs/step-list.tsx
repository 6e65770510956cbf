import { Ban, CircleCheck, CircleDashed, CircleX, Clock, type LucideIcon } from 'lucide-react';
import { RelativeTime } from '@/components/ui/date-text';
import type { ReadingHabits } from '@/components/ui/format';
import type { JobStep } from '@/lib/jobs/schema';
import { durationWords } from './duration';

const looks: Readonly<Record<JobStep['status'], { word: string; Icon: LucideIcon; className: string }>> = {
  planned: { word: 'Under way', Icon: CircleDashed, className: 'text-action' },
  sleeping: { word: 'Sleeping', Icon: Clock, className: 'text-muted' },
  waiting: { word: 'Waiting', Icon: Clock, className: 'text-muted' },
  completed: { word: 'Done', Icon: CircleCheck, className: 'text-opportunity' },
  failed: { word: 'Failed', Icon: CircleX, className: 'text-risk' },
  dropped: { word: 'Not needed any more', Icon: Ban, className: 'text-muted' },
};

const spent = ({ startedAt, finishedAt }: JobStep): number | null => (startedAt && finishedAt ? finishedAt.getTime() - startedAt.getTime() : null);

/** The steps in the order in which they ended, each with what it took (as a bar against the longest) and what it gave. */
export function StepList({ steps, now, habits }: { steps: readonly JobStep[]; now: string; habits: ReadingHabits }) {
  const longest = Math.max(1, ...steps.map((step) => spent(step) ?? 0));
  return (
    <ol className="divide-y divide-hairline border-t border-hairline">
      {steps.map((step, index) => {
        const { word, Icon, className } = looks[step.status];
        const ms = spent(step);
        const result = step.data === null || step.data === undefined ? null : JSON.stringify(step.data, null, 2);
        return (
          <li key={index} className="grid grid-cols-[1rem_minmax(0,1fr)_auto] items-start gap-x-3 px-4 py-2 text-dense">
            <Icon size={16} aria-label={word} className={`mt-0.5 ${className}`} />
            <div className="min-w-0">
              <p className="font-medium break-words">{step.name}</p>
              <p className="text-xs text-muted">
                {word}
                {step.attempt > 0 && `, ${step.attempt} failed ${step.attempt === 1 ? 'attempt' : 'attempts'}`}
                {step.wakeAt && !step.finishedAt && (
                  <>
                    , goes on <RelativeTime iso={step.wakeAt.toISOString()} now={now} habits={habits} />
                  </>
                )}
              </p>
              {step.error && <p className="mt-1 text-xs break-words text-risk">{step.error.message}</p>}
              {result && (
                <details className="mt-1 text-xs">
                  <summary className="link cursor-pointer">Result</summary>
                  <pre className="mt-1 rounded-box bg-surface-secondary p-2 font-mono break-all whitespace-pre-wrap">{result.slice(0, 4000)}</pre>
                </details>
              )}
            </div>
            <div className="flex items-center gap-2">
              {ms !== null && (
                <>
                  <svg aria-hidden width={80} height={6} viewBox="0 0 80 6" className="max-sm:hidden">
                    <rect width={80} height={6} rx={3} className="fill-surface-tertiary" />
                    <rect width={Math.max(2, (80 * ms) / longest)} height={6} rx={3} className="fill-muted" />
                  </svg>
                  <span className="w-16 text-end text-xs text-muted" title={step.attempt > 0 ? 'From its first attempt to its end, the pauses between attempts included' : undefined}>{durationWords(ms)}</span>
                </>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
