/** Changes of a deal's row that are kept with their time, in the form that histories read. Pure. */
import { toMajor } from '@/lib/deals/money';
import type { TrackedField } from '@/lib/deals/history';
import type { DealRow } from './tables';

export type TrackedRowChange = { field: TrackedField; before: number | string | null; after: number | string | null; slip: boolean };

export function trackedRowChanges(before: DealRow, after: DealRow): TrackedRowChange[] {
  const amount = (deal: DealRow) => (deal.amount_minor === null ? null : toMajor(deal.amount_minor, deal.currency));
  const time = (iso: string | null) => (iso === null ? null : Date.parse(iso));
  const pairs: [TrackedField, number | string | null, number | string | null][] = [
    ['amount', amount(before), amount(after)],
    ['expectedCloseAt', time(before.expected_close_at), time(after.expected_close_at)],
    ['discount', before.discount, after.discount],
    ['competitor', before.competitor, after.competitor],
    ['owner', before.owner_id, after.owner_id],
  ];
  return pairs.filter(([, was, is]) => was !== is).map(([field, was, is]) => ({
    field, before: was, after: is, slip: field === 'expectedCloseAt' && typeof was === 'number' && typeof is === 'number' && is > was,
  }));
}
