/** What is usual in a workspace: medians and win rates of its closed deals, and those rates as they stood at any moment. */
import { DAY, type DealAsOf } from '@/lib/deals/history';
import { median } from '@/lib/stats/quantile';
import type { ClosedDeal } from './closed-deals';
import type { WinCategory, WinContext, WonOf } from './schema';

export const CATEGORIES: readonly WinCategory[] = ['owner', 'product', 'industry', 'source'];

/** The key that a deal has in each category; null where it is not known. */
export const categoryKey: Record<WinCategory, (deal: Pick<DealAsOf, 'ownerId' | 'product' | 'account' | 'leadSource'>) => string | null> = {
  owner: (deal) => deal.ownerId,
  product: (deal) => deal.product?.id ?? null,
  industry: (deal) => deal.account?.industry ?? null,
  source: (deal) => deal.leadSource,
};

/** Won of closed for a key, as far as it may be known; and over all deals. */
export type RateView = { of(category: WinCategory, key: string): WonOf; all: WonOf };

const NOTHING: WonOf = { won: 0, n: 0 };

export const viewOf = (context: WinContext): RateView => ({
  of: (category, key) => (Object.hasOwn(context.rates[category], key) ? context.rates[category][key] : undefined) ?? NOTHING,
  all: context.closed,
});

/** Closings of one key in order of time, with the wins so far: a count at any moment is one binary search. */
type Track = { times: number[]; wins: number[] };

function countBefore(track: Track | undefined, at: number): WonOf {
  if (!track) return NOTHING;
  let low = 0, high = track.times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (track.times[middle]! < at) low = middle + 1; else high = middle;
  }
  return { won: low === 0 ? 0 : track.wins[low - 1]!, n: low };
}

/**
 * Win rates as they stood at each moment: only deals that had closed before `at` count. A training row, which lies before
 * its deal's own closing, can therefore never see its own outcome, nor any later one. `deals` by closing time.
 */
export function rateLedger(deals: readonly ClosedDeal[]): (at: number) => RateView {
  const tracks = new Map<string, Track>();
  const record = (key: string, deal: ClosedDeal): void => {
    let track = tracks.get(key);
    if (!track) tracks.set(key, track = { times: [], wins: [] });
    track.wins.push((track.wins.at(-1) ?? 0) + (deal.outcome === 'won' ? 1 : 0));
    track.times.push(deal.closedAt);
  };
  for (const deal of deals) {
    record('all', deal);
    for (const category of CATEGORIES) {
      const key = categoryKey[category](deal);
      if (key !== null) record(`${category} ${key}`, deal);
    }
  }
  return (at) => ({ of: (category, key) => countBefore(tracks.get(`${category} ${key}`), at), all: countBefore(tracks.get('all'), at) });
}

/** Medians and final counts over closed deals (by closing time). `known` are the same deals while they were open. */
export function fitContext(deals: readonly ClosedDeal[], known: readonly DealAsOf[]): WinContext {
  const stays = new Map<string, number[]>();
  const positions = new Set<number>();
  for (const deal of deals) {
    deal.stages.forEach((move, i) => {
      if (move.kind !== 'open') return;
      positions.add(move.position);
      const days = ((deal.stages[i + 1]?.at ?? deal.closedAt) - move.at) / DAY;
      const list = stays.get(move.stageId);
      if (list) list.push(days); else stays.set(move.stageId, [days]);
    });
  }
  const rates: WinContext['rates'] = { owner: {}, product: {}, industry: {}, source: {} };
  for (const category of CATEGORIES) {
    const counts = new Map<string, WonOf>();
    for (const deal of deals) {
      const key = categoryKey[category](deal);
      if (key === null) continue;
      const count = counts.get(key) ?? { won: 0, n: 0 };
      counts.set(key, { won: count.won + (deal.outcome === 'won' ? 1 : 0), n: count.n + 1 });
    }
    rates[category] = Object.fromEntries(counts);
  }
  const amounts = known.flatMap((deal) => (deal.amount !== null && deal.amount > 0 ? [deal.amount] : []));
  return {
    closed: { won: deals.filter((deal) => deal.outcome === 'won').length, n: deals.length },
    medianDaysInStage: Object.fromEntries([...stays].map(([stage, days]) => [stage, median(days)])),
    openPositions: [...positions].sort((a, b) => a - b),
    medianAmount: amounts.length > 0 ? median(amounts) : null,
    rates,
  };
}
