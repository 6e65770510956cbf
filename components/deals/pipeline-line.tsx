import { formatMoney, formatNumber, type ReadingHabits } from '@/components/ui/format';
import type { DealQuery } from '@/lib/deals/schema';

const NOUN: Record<DealQuery['status'], string> = { open: 'open', won: 'won', lost: 'lost', all: 'deals' };

export interface PipelineTotals {
  count: number;
  attention: number;
  /** Minor units, the largest first. */
  sums: readonly { currency: string; minor: number }[];
}

/** What is true of the list now: "128 open, 4.2 M USD, 37 need attention". */
export function pipelineLine({ count, attention, sums }: PipelineTotals, status: DealQuery['status'], habits: ReadingHabits): string {
  if (count === 0) return status === 'all' ? 'No deals' : `No ${NOUN[status]} deals`;
  const worth = sums.filter(({ minor }) => minor > 0).map(({ minor, currency }) => formatMoney(minor, currency, habits, true));
  const counted = status === 'all' && count === 1 ? '1 deal' : `${formatNumber(count, habits)} ${NOUN[status]}`;
  const waiting = attention === 0 ? (status === 'open' ? 'none needs attention' : null) : `${formatNumber(attention, habits)} ${attention === 1 ? 'needs' : 'need'} attention`;
  return [counted, worth.slice(0, 3).join(' + '), waiting].filter(Boolean).join(', ');
}
