/** What a version said of a past deal, held against what happened. Pure. */
import type { DealHistory } from '@/lib/deals/history';
import { resolveClaim } from '@/lib/insights/claims';
import type { InsightContext } from '@/lib/insights/context';
import { validateDrafts } from '@/lib/insights/validate';
import type { Judged } from './schema';

const endOfDay = (isoDay: string): number => Date.parse(`${isoDay}T23:59:59.999Z`);

/** The drafts through the same door as every answer, and each prediction as it stands at `now`. */
export function judgeDrafts(drafts: readonly unknown[], context: InsightContext, history: DealHistory, now: number): Judged {
  const { kept, dropped, unresolved } = validateDrafts(drafts, context);
  const forecast = kept.find(({ type }) => type === 'forecast');
  return {
    status: 'answered', reason: null, cached: false, dropped: dropped.length, unresolved: unresolved.length,
    probability: forecast?.prediction.reconciled?.analyst ?? null,
    // A forecast's claim follows the win model, which is the same for both versions; its own probability is judged apart.
    insights: kept.map(({ type, title, prediction: { claim, by } }) => ({ type, title, claim, by, resolution: resolveClaim(history, claim, context.now, endOfDay(by), now) })),
  };
}

export const noAnswer = (status: 'abstained' | 'failed', reason: string, cached = false): Judged =>
  ({ status, reason: reason.slice(0, 300), insights: [], probability: null, dropped: 0, unresolved: 0, cached });
