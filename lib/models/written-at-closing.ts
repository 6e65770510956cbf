/** Features that exist for closed deals and not for open ones were filled in at closing: they know the outcome, and would be missing when it counts. */
import type { DealAsOf } from '@/lib/deals/history';
import type { Landmark } from './closed-deals';
import { features, NUMERIC_NAMES } from './features';
import type { WinContext, WinModel } from './schema';
import { CATEGORIES } from './win-context';
import { percent } from './wording';

const MIN_OPEN = 20;
const MAX_GAP = 0.5;

/** Compares how often each feature is known for closed deals' landmarks and for deals open now; a gap above one half excludes it. */
export function writtenAtClosing(rows: readonly Landmark[], open: readonly DealAsOf[], context: WinContext): WinModel['excluded'] {
  if (open.length < MIN_OPEN || rows.length === 0) return [];
  const known = (deals: readonly DealAsOf[]): Map<string, number> => {
    const shares = new Map<string, number>();
    for (const deal of deals) {
      const { numeric, category } = features(deal, context);
      for (const name of NUMERIC_NAMES) if (numeric[name] !== null) shares.set(name, (shares.get(name) ?? 0) + 1 / deals.length);
      for (const name of CATEGORIES) if (category[name] !== null) shares.set(name, (shares.get(name) ?? 0) + 1 / deals.length);
    }
    return shares;
  };
  const closedShare = known(rows.map((row) => row.known));
  const openShare = known(open);
  return [...closedShare].flatMap(([feature, share]) => {
    const now = openShare.get(feature) ?? 0;
    return share - now > MAX_GAP ? [{ feature, reason: `known for ${percent(share)} of closed deals but ${percent(now)} of open ones: filled in as deals close` }] : [];
  });
}
