/** Which changes of a deal are kept with their time, and what they are called. Pure. */
import type { TrackedField } from './history';
import type { Deal, DealPatch } from './schema';

export type TrackedChange = { field: TrackedField; before: number | string | null; after: number | string | null; slip: boolean };

const time = (iso: string | null | undefined): number | null => (iso ? Date.parse(iso) : null);

export function trackedChanges(before: Deal, patch: DealPatch): TrackedChange[] {
  const changes: TrackedChange[] = [];
  const note = (field: TrackedField, was: number | string | null, is: number | string | null | undefined) => {
    if (is !== undefined && is !== was) {
      changes.push({ field, before: was, after: is, slip: field === 'expectedCloseAt' && typeof was === 'number' && typeof is === 'number' && is > was });
    }
  };
  note('amount', before.amount, patch.amount);
  note('expectedCloseAt', time(before.expectedCloseAt), patch.expectedCloseAt === undefined ? undefined : time(patch.expectedCloseAt));
  note('discount', before.discount, patch.discount);
  note('competitor', before.competitor, patch.competitor);
  note('owner', before.owner?.id ?? null, patch.ownerId);
  return changes;
}

const WORDS: Record<TrackedField, string> = { amount: 'amount changed', expectedCloseAt: 'close date moved', discount: 'discount changed', competitor: 'competitor changed', owner: 'owner changed' };

/** The cause of a new score, in words. */
export const describeChanges = (changes: readonly TrackedChange[]): string =>
  changes.map((c) => (c.slip ? 'close date pushed later' : WORDS[c.field])).join(', ') || 'details changed';
