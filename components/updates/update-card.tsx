import type { ReactNode } from 'react';
import { Card } from '@/components/ui/card';
import { formatNumber, formatRelative, type ReadingHabits } from '@/components/ui/format';
import { Progress } from '@/components/ui/progress';
import type { UpdateProgress, UpdateRequestState } from '@/lib/updates/schema';

const why = ({ reason, detail }: UpdateRequestState): string =>
  reason === 'labels' ? `${detail.labels ?? ''} new labels` : reason === 'drift' ? 'forecasts came out worse than before' : `${detail.askedBy ?? 'somebody'} asked: ${detail.why ?? ''}`;

function resultOf({ status, result, finishedAt }: UpdateRequestState, now: string, habits: ReadingHabits): string {
  const when = finishedAt ? ` ${formatRelative(finishedAt, now, habits)}` : '';
  if (status === 'failed' || !result) return `Last update failed${when}`;
  const n = (value: number, one: string) => `${formatNumber(value, habits)} ${one}${value === 1 ? '' : 's'}`;
  return `Last update${when}: the win model learned from ${n(result.model.closedDeals, 'closed deal')}, ${n(result.assessed, 'open deal')} ${result.assessed === 1 ? 'was' : 'were'} judged again, ${n(result.examples, 'example')} brought up to date`;
}

/** How near the next learning is, and what the last one gave. `children`: the button that asks for it, where one may. */
export function UpdateCard({ progress, now, habits, children }: { progress: UpdateProgress; now: string; habits: ReadingHabits; children?: ReactNode }) {
  const { labels, threshold, atWork, last } = progress;
  return (
    <Card
      title="Learning anew" actions={!atWork && children}
      line={atWork ? `${atWork.status === 'open' ? 'About to learn' : 'Learning'} anew: ${why(atWork)}.` : last ? `${resultOf(last, now, habits)} (${why(last)}).` : 'The workspace learns anew by itself when enough has been said, when forecasts get worse, and every night from deals.'}
    >
      <Progress label="New labels until the next update" value={labels} max={threshold} text={`${formatNumber(labels, habits)} of ${formatNumber(threshold, habits)}`} />
    </Card>
  );
}
