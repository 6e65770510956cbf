import { DateText } from '@/components/ui/date-text';
import type { ReadingHabits } from '@/components/ui/format';
import type { DealLine } from './deal-line';
import { countOf, overdueDays, times } from './deal-words';
import { SimulatedMark } from './simulated-mark';

/** When it closes and how often that was moved, or when it closed. */
export function CloseDate({ deal, now, habits }: { deal: Pick<DealLine, 'status' | 'expectedCloseAt' | 'closedAt' | 'slips' | 'simulatedFields'>; now: string; habits: ReadingHabits }) {
  const at = deal.closedAt ?? deal.expectedCloseAt;
  if (at === null) return <span className="text-muted">no date</span>;
  const late = overdueDays(deal, now);
  const look = at.slice(0, 4) === now.slice(0, 4) ? 'day' : 'day-year';
  return (
    <span className="flex flex-col">
      <span className="flex items-baseline gap-1.5">
        <DateText iso={at} look={look} habits={habits} />
        {deal.status === 'open' && deal.simulatedFields.includes('expectedCloseAt') && <SimulatedMark short />}
      </span>
      <span className="text-xs text-muted">
        {late !== null && (
          <span className="font-medium text-risk">
            <span aria-hidden>{late} d late</span>
            <span className="sr-only">{countOf(late, 'day')} overdue</span>
          </span>
        )}
        {late !== null && deal.slips > 0 && ', '}
        {deal.slips > 0 && `moved ${times(deal.slips)}`}
      </span>
    </span>
  );
}
