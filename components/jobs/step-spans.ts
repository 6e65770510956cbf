/** When each step of a run waited and when it worked, in ms from the run's beginning. Pure. */
import type { JobStep } from '@/lib/jobs/schema';
import type { Span } from './waterfall';

export type Timed = Pick<JobStep, 'kind' | 'status' | 'createdAt' | 'startedAt' | 'finishedAt'>;

export function spansOf({ kind, status, createdAt, startedAt, finishedAt }: Timed, begin: Date, now: Date): Span[] {
  if (status === 'dropped') return [];
  const ms = (time: Date): number => Math.max(0, time.getTime() - begin.getTime());
  const end = ms(finishedAt ?? now);
  if (kind !== 'step') return [{ from: ms(startedAt ?? createdAt), to: end, look: 'waited' }];
  if (!startedAt) return [{ from: ms(createdAt), to: end, look: 'waited' }];
  const from = ms(startedAt);
  // A step that ran where it was found is written down when it has ended; one that was planned first, when it was planned.
  const waited: Span[] = ms(createdAt) < from ? [{ from: ms(createdAt), to: from, look: 'waited' }] : [];
  return [...waited, { from, to: Math.max(from, end), look: status === 'failed' ? 'failed' : 'ran' }];
}

/** How long in all it did one or the other, in ms. */
export const lengthOf = (spans: readonly Span[], ...looks: Span['look'][]): number => spans.filter((span) => looks.includes(span.look)).reduce((sum, { from, to }) => sum + to - from, 0);
