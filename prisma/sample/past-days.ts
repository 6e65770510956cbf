/** Which deals were advised on when, in the past that the sample tells: on days on which they were open, drawn from a seed. Pure. */
import { DAY } from '@/lib/deals/history';
import { createRng, randomInt } from '@/lib/stats/rng';

export type PastDeal = { key: string; openedAt: number; closedAt: number | null };
export type PastDay<D> = { deal: D; at: number; /** 0: the first month told. */ month: number };

export const MONTHS = 12;
const A_MONTH = 18;
/** In the last month more, so that open deals of today carry advice. */
const LAST_MONTH = 40;
/** Before that only deals that have ended by today: it is them that say whether advice was right. */
const OPEN_TODAY_FROM = MONTHS - 3;
/** At six in the morning, as the nightly run would have it. */
const SIX = DAY / 4;
const YOUNGEST = 5 * DAY;

/** The month `back` months before `now`, in UTC: from and until, the present one until yesterday. */
function monthBefore(now: number, back: number): { from: number; days: number } {
  const date = new Date(now);
  const from = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - back, 1);
  const next = Math.min(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - back + 1, 1), now - DAY);
  return { from, days: Math.floor((next - from) / DAY) };
}

/**
 * Each deal at most once, on a weekday on which it had been open for five days and would be for another at least. Which are taken
 * does not depend on how they ended, before the last three months only on that they did. Fewer where there were fewer. In order of time.
 */
export function pastDays<D extends PastDeal>(deals: readonly D[], { seed, now }: { seed: string; now: number }): PastDay<D>[] {
  const rng = createRng(`${seed}:past days`);
  const ordered = [...deals].sort((a, b) => (a.key < b.key ? -1 : 1));
  const taken = new Set<string>();
  const days: PastDay<D>[] = [];
  for (let month = 0; month < MONTHS; month++) {
    const { from, days: length } = monthBefore(now, MONTHS - 1 - month);
    for (let i = 0; i < (month === MONTHS - 1 ? LAST_MONTH : A_MONTH) && length > 0; i++) {
      let at = from + randomInt(rng, length) * DAY + SIX;
      const weekday = new Date(at).getUTCDay();
      if (weekday === 0 || weekday === 6) at -= weekday === 0 ? 2 * DAY : DAY;
      const open = ordered.filter((deal) => !taken.has(deal.key) && deal.openedAt + YOUNGEST <= at && (deal.closedAt === null ? month >= OPEN_TODAY_FROM : deal.closedAt > at + DAY));
      const deal = open[randomInt(rng, open.length)];
      if (!deal) continue;
      taken.add(deal.key);
      days.push({ deal, at, month });
    }
  }
  return days.sort((a, b) => a.at - b.at || (a.deal.key < b.deal.key ? -1 : 1));
}
