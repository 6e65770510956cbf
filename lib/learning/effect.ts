/** What the advice changed, from the deals that were held out, beside what one would think from who acted on it. Pure. */
import { censoredEffect, type CensoredUnit, type Effect } from '@/lib/stats/censored-effect';
import { compareMeans } from '@/lib/stats/means';
import { explainDifference, naiveComparison } from '@/lib/stats/naive-comparison';
import type { Causal } from './schema';

/** A closed deal on which somebody was shown advice; `days` from the first of it to the end. */
export type AdvisedDeal = { acted: boolean; won: boolean; days: number };
export type WonWhileShown = { minor: number; deals: number; unconverted: number };
type Given = {
  share: number;
  assigned: Causal['assigned'];
  /** Every assigned deal; may be left empty while none is held out. */
  units: readonly CensoredUnit[];
  advised: readonly AdvisedDeal[];
  won: WonWhileShown; currency: string;
};

/** Most deals have ended by then, and an effect that needs longer is hard to tell from the seasons. */
export const HORIZON_DAYS = 120;

const figure = ({ shown, heldOut, difference, low, high, nShown, nHeldOut, clusters }: Effect) => ({ shown, heldOut, difference, low, high, nShown, nHeldOut, clusters });

export function causalOf({ share, assigned, units, advised, won, currency }: Given): Causal {
  const found = assigned.heldOut === 0 ? null : censoredEffect(units, { horizonDays: HORIZON_DAYS });
  const naive = naiveOf(advised);
  const why = found ? found.reason : share === 0
    ? 'No deal is held out here, so nobody can say what would have happened without the advice.'
    : `${Math.round(share * 100)}% of the deals that advice is asked for are to be held out; none has been drawn yet.`;
  return {
    share, assigned, horizonDays: HORIZON_DAYS, why,
    winRate: found?.winRate ? figure(found.winRate) : null, velocity: found?.velocity ? figure(found.velocity) : null, dealsNeeded: found?.dealsNeeded ?? null,
    naive, explanation: naive && explainDifference(naive, found?.winRate ?? null),
    revenue: { currency, wonMinor: won.minor, deals: won.deals, unconverted: won.unconverted, ...attributed(won, found?.winRate ?? null, why) },
  };
}

/** What people usually quote, and what flatters: deals on which advice was acted on against those on which it was seen and left. */
function naiveOf(advised: readonly AdvisedDeal[]): Causal['naive'] {
  const rates = naiveComparison(advised.map(({ acted, won }) => ({ acted, end: won ? 'won' as const : 'lost' as const })));
  if (!rates) return null;
  const daysTo = (acted: boolean) => advised.filter((deal) => deal.won && deal.acted === acted).map((deal) => deal.days);
  const [fast, slow] = [daysTo(true), daysTo(false)];
  const means = compareMeans(fast, slow);
  const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  return {
    ...rates,
    days: means && { acted: mean(fast), notActed: mean(slow), difference: means.difference, low: means.low, high: means.high, nActed: fast.length, nNotActed: slow.length },
  };
}

/**
 * Of what shown deals were won for, the share that would not have been won unshown: (shown - held out) / shown, the attributable
 * fraction among the exposed. It takes won deals as worth alike in both arms.
 */
function attributed({ minor, deals }: WonWhileShown, winRate: Effect | null, why: string | null): Pick<Causal['revenue'], 'attributedMinor' | 'lowMinor' | 'highMinor' | 'why'> {
  const none = (reason: string) => ({ attributedMinor: null, lowMinor: null, highMinor: null, why: reason });
  if (!winRate) return none(why ?? 'There is no causal effect to go by.');
  if (deals === 0) return none('No deal that was shown advice was won in this period.');
  if (winRate.shown <= 0) return none('No deal that was shown advice was won within the horizon.');
  const part = (difference: number) => Math.round(minor * Math.min(1, difference / winRate.shown));
  return { attributedMinor: part(winRate.difference), lowMinor: part(winRate.low), highMinor: part(winRate.high), why: null };
}
