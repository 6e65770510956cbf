import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { DateText } from '@/components/ui/date-text';
import type { ReadingHabits } from '@/components/ui/format';
import type { Said } from '@/lib/outcomes/schema';
import { timeToAction, TYPE_TONES, TYPE_WORDS } from './insight-words';
import { ResolutionBadge } from './resolution-badge';

/** "3 came true, 1 did not, 1 averted": the count before the list. */
export function saidWords(said: readonly Said[]): string {
  const counted = (['averted', 'right', 'wrong', 'open', 'other'] as const).map((kind) => [kind, said.filter((s) => kindOf(s) === kind).length] as const);
  const words = { right: 'came true', wrong: 'did not', averted: 'averted', open: 'not decided yet', other: 'could not be tested or ran out' };
  return counted.filter(([, n]) => n > 0).map(([kind, n]) => `${n} ${words[kind]}`).join(', ');
}

const kindOf = ({ resolution, actedResult }: Said) =>
  actedResult === 'averted' ? 'averted' : resolution === 'right' || resolution === 'wrong' ? resolution : resolution === 'pending' ? 'open' : 'other';

export interface SaidListProps {
  said: readonly Said[];
  /** On a closed deal the list stands open, on an open one it waits. */
  closed: boolean;
  habits: ReadingHabits;
}

/** What somebody was told on this deal, and how each ended. */
export function SaidList({ said, closed, habits }: SaidListProps) {
  if (said.length === 0) {
    return closed ? (
      <Card title="What we said">
        <p className="text-dense text-muted">Nothing that anybody saw while it was open, so there is nothing to be held to.</p>
      </Card>
    ) : null;
  }
  const list = (
    <ol className="flex flex-col divide-y divide-hairline">
      {said.map((one) => (
        <li key={one.id} className="flex flex-col gap-1 py-2.5 first:pt-0 last:pb-0">
          <div className="flex flex-wrap items-start gap-x-3 gap-y-1">
            <Badge tone={TYPE_TONES[one.type]}>{TYPE_WORDS[one.type]}</Badge>
            <p className="min-w-0 flex-1 text-sm font-medium wrap-anywhere max-sm:order-last max-sm:basis-full">{one.title}</p>
            <ResolutionBadge {...one} />
          </div>
          {one.reason && <p className="max-w-prose text-dense wrap-anywhere">{one.reason}</p>}
          <p className="text-xs text-muted wrap-anywhere">
            Seen <DateText iso={one.shownAt} habits={habits} />
            {one.actedAt && <>, {timeToAction(one.shownAt, one.actedAt)}{one.action && `: ${one.action}`}</>}
          </p>
        </li>
      ))}
    </ol>
  );
  if (closed) return <Card title="What we said" line={saidWords(said)}>{list}</Card>;
  return (
    <details className="card card--default">
      <summary className="cursor-pointer text-dense">
        <span className="font-medium">Said before</span> <span className="text-muted">{saidWords(said)}</span>
      </summary>
      <div className="pt-2">{list}</div>
    </details>
  );
}
