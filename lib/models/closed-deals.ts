/** Which deals can teach, and the moments of their lives that become training rows. */
import { asOf, type DealAsOf, type DealHistory, type Outcome } from '@/lib/deals/history';
import { createRng } from '@/lib/stats/rng';

export type ClosedDeal = DealHistory & { outcome: Outcome; closedAt: number };

/** Deals whose outcome is known at `now`, by closing time, then id (so that the order of the input decides nothing). */
export const closedBy = (histories: readonly DealHistory[], now: number): ClosedDeal[] =>
  histories
    .filter((deal): deal is ClosedDeal => deal.outcome !== null && deal.closedAt !== null && deal.closedAt <= now && deal.openedAt < deal.closedAt)
    .sort((a, b) => a.closedAt - b.closedAt || (a.id < b.id ? -1 : 1));

/**
 * open_days: moments drawn evenly over the deal's open life, what an open deal looks like on a day that someone asks.
 * opening: the moment it was opened. eve_of_closing: just before it closed; it answers another question ("if it closes now"),
 * for comparison with figures that condition on the closing day, never for scoring.
 */
export type Moments = 'open_days' | 'opening' | 'eve_of_closing';

/** One training row: the deal as it was known at a moment before it closed. `weight` makes the rows of a deal sum to 1. */
export type Landmark = { deal: number; known: DealAsOf; won: 0 | 1; weight: number };

/**
 * Moments of each deal; `open_days` cuts the life in `perDeal` equal parts and draws one moment in each. Never at the closing.
 * Each deal draws for itself: with the same seed its moments are the same whatever other deals there are.
 */
export function landmarks(deals: readonly ClosedDeal[], { moments, perDeal, seed }: { moments: Moments; perDeal: number; seed: string }): Landmark[] {
  return deals.flatMap((deal, index) => {
    const life = deal.closedAt - deal.openedAt;
    const last = deal.closedAt - 1;
    const rng = createRng(`${seed}:${deal.externalId ?? deal.id}`);
    const times =
      moments === 'opening' ? [deal.openedAt]
      : moments === 'eve_of_closing' ? [last]
      : Array.from({ length: perDeal }, (_, k) => Math.min(last, Math.floor(deal.openedAt + ((k + rng()) / perDeal) * life)));
    return times.map((at) => ({ deal: index, known: asOf(deal, at), won: deal.outcome === 'won' ? 1 as const : 0 as const, weight: 1 / times.length }));
  });
}
