/**
 * One shown insight against what happened: right, wrong, not testable or expired, with the reason in a sentence that whoever was
 * advised understands. Pure; the verdict itself is `settleClaim`'s, which also made the prediction.
 *
 * A warning (lost, slips, no reply) that somebody acted on before it was decided is not plainly wrong when it does not come true:
 * it is not testable, and `averted`. When it comes true nonetheless it is right, and `came_true`. Both are counted apart.
 */
import { DAY, type DealHistory } from '@/lib/deals/history';
import { settleClaim, type Decided, type Settled } from '@/lib/insights/claims';
import type { Claim, Resolution } from '@/lib/insights/schema';
import { dateWords, percent } from '@/lib/insights/words';
import type { ActedResult } from './schema';

/** Times in epoch milliseconds. */
export type Judged = {
  id: string; claim: Claim; probability: number | null;
  /** The day it is due (YYYY-MM-DD), until its end in UTC. */
  by: string;
  saidAt: number; shownAt: number;
  /** The earliest action on it that somebody reported; null: none. */
  actedAt: number | null;
};

export type Verdict = {
  resolution: Resolution; actedResult: ActedResult | null; reason: string;
  /** When it was decided: not when we looked. */
  at: number;
  decided: Decided | null;
};

const WARNINGS: readonly Claim[] = ['lost', 'slips', 'no_reply'];
/** The moment at which a prediction for this day has run out. */
export const endOfDay = (day: string): number => Date.parse(day) + DAY;

const TOLD: Record<Claim, string> = {
  lost: 'You were told it would be lost', won: 'You were told it would be won', slips: 'You were told it would not close in time',
  no_reply: 'You were told the buyer would not answer by themselves', stage_advances: 'You were told it would move on', none: 'It predicted nothing',
};

function happened(decided: Decided, claim: Claim, by: string): string {
  const day = (at: number) => dateWords(at, decided.at);
  switch (decided.by) {
    case 'closed': return `it was ${decided.outcome} on ${day(decided.at)}`;
    case 'pushed': return `it was pushed from ${day(decided.from)} to ${day(decided.to)}`;
    case 'passed': return `${day(decided.date)} passed with the deal open`;
    case 'answered': return `they answered on ${day(decided.at)}`;
    case 'advanced': return `it moved to ${decided.stage} on ${day(decided.at)}`;
    case 'time': return claim === 'no_reply' ? `no answer came by ${day(Date.parse(by))}` : claim === 'stage_advances' ? `it was still in its stage on ${day(Date.parse(by))}` : `it was neither won nor lost by ${day(Date.parse(by))}`;
  }
}

/** Null while it is pending. `now` is the moment of looking; whatever is later is not seen. */
export function judge(history: DealHistory, insight: Judged, now: number): Verdict | null {
  const { claim, by, probability, actedAt, shownAt } = insight;
  const saidAt = Math.max(insight.saidAt, history.openedAt);
  const closedAt = history.outcome !== null && history.closedAt !== null && history.closedAt <= now ? history.closedAt : null;
  const { resolution, decided }: Settled = settleClaim(history, claim, saidAt, endOfDay(by), now);
  if (resolution === 'pending') return null;
  if (decided === null) {
    // Nothing about it can be tested; that need not be said before the deal has ended, and while it stands it is advice.
    if (closedAt === null) return null;
    const why = claim === 'none' ? 'It predicted nothing that could be tested.' : claim === 'slips' ? `${TOLD[claim]}; there was no close date ahead to test it by.` : `${TOLD[claim]}; its stage was not known.`;
    // It is the closing that ends it: opened again, it stands again.
    return { resolution, actedResult: null, reason: why, at: closedAt, decided: { by: 'closed', outcome: history.outcome!, at: closedAt } };
  }
  const { at } = decided;
  const what = happened(decided, claim, by);
  if (shownAt >= at) return { resolution: 'not_testable', actedResult: null, reason: `It was first seen when it was decided already: ${what}.`, at, decided };
  const told = probability === null ? TOLD[claim] : `It was given ${percent(probability)} to be won`;
  const acted = actedAt !== null && actedAt < at && WARNINGS.includes(claim) && probability === null;
  if (acted && resolution === 'wrong') return { resolution: 'not_testable', actedResult: 'averted', reason: `${told} and something was done about it; ${what}.`, at, decided };
  if (acted && resolution === 'right') return { resolution, actedResult: 'came_true', reason: `${told}, something was done about it, and still ${what}.`, at, decided };
  const untested = resolution === 'not_testable' ? `${told}; ${what} before that could be told.` : `${told}; ${what}.`;
  return { resolution, actedResult: null, reason: untested, at, decided };
}
