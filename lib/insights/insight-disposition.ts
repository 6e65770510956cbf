/** An insight the caller may answer, and what became of it. */
import { getDeal } from '@/lib/deals/get-deal';
import { armOf } from '@/lib/holdout/arm-of';
import { transaction } from '@/lib/server/db/tenancy';
import { notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import type { Disposition } from './schema';
import { findInsight, setDisposition } from './store';

export type VisibleInsight = { id: string; dealId: string; disposition: string; resolution: string; createdAt: Date; shownAt: Date | null };

/** Throws not_found unless the insight is there, its deal in sight and not held out. */
export const findVisibleInsight = (scope: Scope, id: string): Promise<VisibleInsight> => transaction(scope, async () => {
  const insight = await findInsight(scope, id);
  if (!insight) throw notFound('insight');
  await getDeal(scope, insight.dealId).catch(() => { throw notFound('insight'); });
  if ((await armOf(scope, { id: insight.dealId }))?.arm === 'held_out') throw notFound('insight');
  return insight;
});

export const markDisposition = (scope: Scope, insight: VisibleInsight, disposition: Disposition): Promise<void> => transaction(scope, async () => {
  if (insight.disposition !== disposition) await setDisposition(scope, insight.id, disposition);
});
