/** What a deal's page tells of the past: what became of it, what we had said, and, when it was lost, what nobody had said. */
import { loadHistories } from '@/lib/deals/load-histories';
import type { Deal } from '@/lib/deals/schema';
import { workspaceStatistics } from '@/lib/insights/workspace-statistics';
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { outcomesOf } from './list-outcomes';
import { missedConditions, type MissedReport } from './missed';
import type { OutcomeView, Said } from './schema';
import { readSaid, spokenRules } from './store';

export type DealReview = { outcomes: OutcomeView[]; said: Said[]; missed: MissedReport | null };

/** Of a deal that the caller was shown already. On a held-out deal nothing was said. */
export const reviewDeal = (scope: Scope, deal: Deal, heldOut: boolean): Promise<DealReview> => transaction(scope, async () => ({
  outcomes: await outcomesOf(scope, deal.id),
  said: heldOut ? [] : await readSaid(scope, deal.id),
  missed: deal.status === 'lost' ? await missedOn(scope, deal.id) : null,
}));

async function missedOn(scope: Scope, dealId: string): Promise<MissedReport> {
  const wide = seeingAll(scope);
  return transaction(wide, async () => {
    const known = await workspaceStatistics(wide);
    const spoken = new Set(await spokenRules(wide, dealId));
    const [history] = await loadHistories(wide, [dealId]);
    return history ? missedConditions(history, spoken, known) : { missed: [], named: [], looks: [] };
  });
}
