import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { DateText } from '@/components/ui/date-text';
import { formatDate, formatMoney, formatPercent, type ReadingHabits } from '@/components/ui/format';
import type { Tone } from '@/components/ui/tone';
import type { Deal } from '@/lib/deals/schema';
import { toMinor } from '@/lib/deals/money';
import type { OutcomeKind, OutcomeView } from '@/lib/outcomes/schema';

const KINDS: Record<OutcomeKind, { word: string; tone: Tone }> = {
  won: { word: 'Won', tone: 'opportunity' }, lost: { word: 'Lost', tone: 'risk' },
  slipped: { word: 'Slipped', tone: 'caution' }, accelerated: { word: 'Faster', tone: 'opportunity' }, stalled: { word: 'Stalled', tone: 'caution' },
};

const dayCount = (n: number) => `${n} ${n === 1 ? 'day' : 'days'}`;

/** "12 days earlier than expected". */
export function timingWords(improvementDays: number | null): string {
  if (improvementDays === null) return 'No close date was expected, so it was neither early nor late.';
  const whole = Math.round(Math.abs(improvementDays));
  return whole === 0 ? 'On the day that was expected.' : `${dayCount(whole)} ${improvementDays > 0 ? 'earlier' : 'later'} than expected.`;
}

/** "55,000 USD, 10% above the 50,000 USD expected". */
export function valueWords({ finalAmount, expectedAmount, currency }: Pick<OutcomeView, 'finalAmount' | 'expectedAmount' | 'currency'>, habits?: ReadingHabits): string {
  const money = (amount: number) => formatMoney(Number(toMinor(amount, currency!)), currency!, habits);
  if (finalAmount === null || currency === null) return 'No amount is known.';
  if (expectedAmount === null) return `${money(finalAmount)}; none was expected.`;
  const change = expectedAmount === 0 ? null : finalAmount / expectedAmount - 1;
  return change === null || Math.abs(change) < 0.005 ? `${money(finalAmount)}, as expected.` : `${money(finalAmount)}, ${formatPercent(Math.abs(change), habits)} ${change > 0 ? 'above' : 'below'} the ${money(expectedAmount)} expected.`;
}

/** What became of the deal: how it ended against what was expected when it was first advised on, and what happened on the way. */
export function OutcomeBlock({ deal, outcomes, habits }: { deal: Pick<Deal, 'status' | 'closedAt' | 'closeReason'>; outcomes: readonly OutcomeView[]; habits: ReadingHabits }) {
  const end = outcomes.find((o) => o.kind === 'won' || o.kind === 'lost');
  const way = outcomes.filter((o) => o !== end);
  if (deal.status === 'open') return way.length === 0 ? null : <details className="card card--default">
    <summary className="cursor-pointer text-dense">
      <span className="font-medium">What happened so far</span> <span className="text-muted">{way.length === 1 ? way[0]!.words : `${way.length} things that were not planned`}</span>
    </summary>
    <Way way={way} habits={habits} />
  </details>;
  const { word, tone } = KINDS[deal.status];
  return (
    <Card title={`${word}${deal.closedAt ? ` on ${formatDate(deal.closedAt, 'day-year', habits)}` : ''}`} actions={<Badge tone={tone}>{word}</Badge>} line={deal.closeReason ?? 'No reason was given.'}>
      {end && (
        <dl className="grid gap-x-6 gap-y-1 text-dense sm:grid-cols-[auto_minmax(0,1fr)]">
          <dt className="text-muted">Time</dt>
          <dd>{timingWords(end.improvementDays)}</dd>
          <dt className="text-muted">{deal.status === 'won' ? 'Value' : 'Value given up'}</dt>
          <dd>{valueWords(end, habits)}</dd>
        </dl>
      )}
      {!end && <p className="text-dense text-muted">Its past is being looked at; how it ended against what was expected stands here in a moment.</p>}
      {way.length > 0 && (
        <>
          <h3 className="text-dense font-medium">On the way</h3>
          <Way way={way} habits={habits} />
        </>
      )}
    </Card>
  );
}

const Way = ({ way, habits }: { way: readonly OutcomeView[]; habits: ReadingHabits }) => (
  <ol className="flex flex-col gap-1.5 pt-1">
    {way.map((o) => (
      <li key={o.id} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-dense">
        <Badge tone={KINDS[o.kind].tone}>{KINDS[o.kind].word}</Badge>
        <span className="min-w-0 flex-1 wrap-anywhere">{o.words}</span>
        <span className="text-xs text-muted"><DateText iso={o.at} habits={habits} /></span>
      </li>
    ))}
  </ol>
);
