/** Which of the near deals are shown: the nearest, with won and lost among them on purpose. Pure. */
import type { SimilarDeal } from './schema';

type Ranked = Pick<SimilarDeal, 'dealId' | 'similarity' | 'closedAt' | 'outcome'>;

/** At least this many of each outcome, where there are so many near ones. */
export const OF_EACH = 3;
/** Near: at least this share of the nearest one's similarity. A contrast that is nothing like the deal teaches nothing. */
const NEAR_SHARE = 0.6;

/** Nearest first; the later closing, then the id, decide ties. */
const byNearness = (a: Ranked, b: Ranked): number =>
  b.similarity - a.similarity || b.closedAt - a.closedAt || (a.dealId < b.dealId ? -1 : a.dealId > b.dealId ? 1 : 0);

/** The `k` nearest, nearest first; an outcome that falls short takes the places of the farthest of the other. */
export function selectSimilar<T extends Ranked>(pool: readonly T[], k: number): T[] {
  const ranked = [...pool].sort(byNearness);
  const near = (ranked[0]?.similarity ?? 0) * NEAR_SHARE;
  const least = Math.min(OF_EACH, Math.floor(k / 2));
  const chosen = new Set(ranked.slice(0, k));
  for (const outcome of ['won', 'lost'] as const) {
    const have = ranked.filter((deal) => chosen.has(deal) && deal.outcome === outcome).length;
    const more = ranked.filter((deal) => !chosen.has(deal) && deal.outcome === outcome && deal.similarity >= near).slice(0, Math.max(0, least - have));
    const others = ranked.filter((deal) => chosen.has(deal) && deal.outcome !== outcome).reverse();
    more.forEach((deal, i) => {
      const out = others[i];
      if (chosen.size >= k && out) chosen.delete(out);
      chosen.add(deal);
    });
  }
  return ranked.filter((deal) => chosen.has(deal));
}
