/**
 * Moments at which past deals are looked at, as if one had opened them on a random day of their life. Looking at each
 * deal once, at a moment chosen without regard to how it went, is what keeps hindsight out of the statistics: "ever had
 * the condition" would count against deals merely for having lived long enough to get into it.
 */
import { DAY, type DealHistory } from '@/lib/deals/history';
import { createRng } from '@/lib/stats/rng';

export type Landmarks = { moments: number[]; fold: number };

/**
 * Up to `most` distinct days on which a closed deal was open, ascending, and the fold (0..folds-1) it belongs to. Depends
 * on `seed` and the deal's id alone. Null for deals that are open or were closed the moment they were opened.
 */
export function landmarksOf(history: DealHistory, seed: string, most: number, folds: number): Landmarks | null {
  if (history.closedAt === null || history.outcome === null) return null;
  const openDays = Math.ceil((history.closedAt - history.openedAt) / DAY);
  if (openDays < 1) return null;
  const rng = createRng(`${seed}:${history.id}`);
  const fold = Math.floor(rng() * folds);
  const picked = new Set(Array.from({ length: most }, () => Math.floor(rng() * openDays)));
  return { moments: [...picked].sort((a, b) => a - b).map((day) => history.openedAt + day * DAY), fold };
}
