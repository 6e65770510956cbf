/** Every night: what came of the changes that were applied, so that it stands beside what was expected of them. */
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { changeOf } from './apply-item';
import { countInsights } from './effect-store';
import { kindOf } from './kinds/catalogue';
import { measuredMetric, NEEDED } from './measured';
import type { MeasuredEffect } from './schema';
import { changeItem, findAppliedSince, type StoredItem } from './store';

const DAY = 86_400_000;
/** After so long a change is no longer told apart from everything else that happened. */
const LONGEST_DAYS = 180;

/**
 * The time since the change against as long before it, each seen with what was known at its end: insights of both sides had the same time to
 * be resolved and answered. Gives how many were measured.
 */
export const measureItems = (scope: Scope, now: Date): Promise<number> => transaction(scope, async () => {
  let measured = 0;
  for (const item of await findAppliedSince(scope, new Date(now.getTime() - LONGEST_DAYS * DAY))) {
    const effect = await measure(scope, item, now);
    if (effect && (await changeItem(scope, item.id, { status: 'applied' }, { measured: effect }))) measured++;
  }
  return measured;
});

async function measure(scope: Scope, item: StoredItem, now: Date): Promise<MeasuredEffect | null> {
  const judged = kindOf(changeOf(item)).judgedBy;
  const applied = item.appliedAt;
  if (!judged || !applied || applied >= now) return null;
  const length = now.getTime() - applied.getTime();
  const before = await countInsights(scope, judged.before, new Date(applied.getTime() - length), applied);
  const since = await countInsights(scope, judged.since, applied, now);
  return {
    at: now.toISOString(), days: length / DAY, of: judged.words, needed: NEEDED,
    metrics: [
      measuredMetric('accuracy', { hits: before.right, n: before.resolved }, { hits: since.right, n: since.resolved }),
      measuredMetric('helpful', { hits: before.helpful, n: before.answered }, { hits: since.helpful, n: since.answered }),
    ],
  };
}
