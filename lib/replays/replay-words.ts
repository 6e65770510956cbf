/** What a replay found, in a sentence or two that say no more than the figures. Pure. */
import { percent, points, pointsRange } from '@/lib/insights/words';
import type { Comparison } from './schema';

const share = ({ hits, n }: { hits: number; n: number }): string => `${percent(hits / n)} of ${n}`;

/** How many deals it would take for a difference of this size to show, if it is there: the interval narrows with their square root. */
export function dealsNeeded({ claims, pairs }: Comparison): number | null {
  if (!claims || claims.difference === 0 || claims.low > 0 || claims.high < 0) return null;
  return Math.ceil(pairs * ((claims.high - claims.low) / 2 / Math.abs(claims.difference)) ** 2);
}

const MOST_SENSIBLE = 2_000;

export function foundWords(result: Comparison, tried: number, against: number): string {
  const { claims, brier, verdict, pairs, asked } = result;
  if (verdict === 'too_few') return `Both versions answered on ${pairs} of ${asked} past ${asked === 1 ? 'deal' : 'deals'}: too few to compare. At least 10 are needed.`;
  if (!claims) return `On ${pairs} past deals one of the versions made no prediction that can be tested, so nothing can be told.`;
  const counted = `On ${pairs} past deals, ${share(claims.tried)} testable predictions of version ${tried} came true and ${share(claims.against)} of version ${against}: ${points(claims.difference)}, 95% interval ${pointsRange(claims.low, claims.high)}.`;
  if (verdict === 'better') return `${counted} Version ${tried} is the better one here.`;
  if (verdict === 'worse') {
    return claims.high < 0 ? `${counted} Version ${tried} is the worse one here.`
      : `${counted} Its forecasts are clearly further off, though: squared error ${brier?.tried.toFixed(3) ?? ''} instead of ${brier?.against.toFixed(3) ?? ''}. Version ${tried} is the worse one here.`;
  }
  const needed = dealsNeeded(result);
  const more = needed !== null && needed > pairs && needed <= MOST_SENSIBLE ? ` If the difference is real, it would show on about ${needed} deals.` : '';
  return `${counted} That may be chance: nothing can be told yet.${more}`;
}
