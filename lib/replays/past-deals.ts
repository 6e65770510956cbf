/**
 * Which past deals a replay asks about, and as of which day. One moment, the cutoff, divides the closed deals: what the analyst is
 * told (norms, records, win model) is learnt from those closed by then, and every deal that is asked about closed after it and is
 * looked at on a day after it. So nothing that the analyst is told knows how any of these deals ended. Pure.
 */
import { DAY, type DealHistory } from '@/lib/deals/history';
import { createRng, shuffled } from '@/lib/stats/rng';

export type Look = { dealId: string; at: number };
export type Dataset = { cutoff: number; looks: Look[]; learntFrom: number };

/** Fewer than this make no comparison. */
export const FEWEST = 10;
/** Deals after the cutoff for each one that is asked about, so that they are a draw and not just the latest. */
const DRAWN_FROM = 3;

/**
 * Up to `wanted` deals, drawn without regard to how they went, each on one random day on which it was open. Depends on `seed` and the
 * deals alone: the same version tried again meets the same deals, and answers already paid for. Null where fewer than 10 are left.
 */
export function choosePastDeals(histories: readonly DealHistory[], wanted: number, seed: string): Dataset | null {
  const closed = histories
    .flatMap((h) => (h.outcome !== null && h.closedAt !== null && h.closedAt - h.openedAt >= DAY ? [{ id: h.id, openedAt: h.openedAt, closedAt: h.closedAt }] : []))
    .sort((a, b) => a.closedAt - b.closedAt || (a.id < b.id ? -1 : 1));
  // At least half of them to learn from, at least a fifth to ask about.
  const border = Math.min(Math.floor(closed.length * 0.8), Math.max(Math.floor(closed.length * 0.5), closed.length - DRAWN_FROM * wanted));
  const cutoff = closed[border - 1]?.closedAt;
  if (cutoff === undefined) return null;
  const candidates = closed.filter(({ openedAt, closedAt }) => closedAt - Math.max(cutoff, openedAt) >= DAY);
  if (candidates.length < FEWEST) return null;
  const looks = shuffled(createRng(`${seed}:which`), candidates.sort((a, b) => (a.id < b.id ? -1 : 1))).slice(0, wanted).map(({ id, openedAt, closedAt }): Look => {
    const from = Math.max(cutoff, openedAt);
    const days = Math.ceil((closedAt - from) / DAY);
    return { dealId: id, at: from + Math.floor(createRng(`${seed}:${id}`)() * days) * DAY };
  });
  return { cutoff, looks, learntFrom: closed.filter(({ closedAt }) => closedAt <= cutoff).length };
}
