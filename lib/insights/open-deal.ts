/** Everything that stands on a deal's page, read in one transaction: the page has 80 ms. */
import { convertedAmount, type Converted } from '@/lib/deals/conversion';
import { getDeal } from '@/lib/deals/get-deal';
import type { Deal } from '@/lib/deals/schema';
import { scoreOf, type ScoreReport } from '@/lib/models/get-score';
import { reviewDeal, type DealReview } from '@/lib/outcomes/review-deal';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { evidenceDetails, type EvidenceDetails } from './evidence-details';
import { insightsOf } from './list-insights';
import type { DealInsights } from './schema';
import { usualDaysInStages } from './usual-days';

export type OpenedDeal = { deal: Deal; converted: Converted | null; score: ScoreReport | null; insights: DealInsights; evidence: EvidenceDetails; usualInStage: number | null; review: DealReview };

/** Throws not_found when the deal is not there or not in sight. */
export const openDeal = (scope: Scope, id: string): Promise<OpenedDeal> => transaction(scope, async () => {
  const deal = await getDeal(scope, id);
  const insights = await insightsOf(scope, deal);
  return {
    deal, insights,
    converted: await convertedAmount(scope, deal),
    score: await scoreOf(scope, deal),
    evidence: await evidenceDetails(scope, insights.data),
    review: await reviewDeal(scope, deal, insights.heldOut !== null),
    usualInStage: (await usualDaysInStages(scope))[deal.stage.id] ?? null,
  };
});
