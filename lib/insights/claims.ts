/**
 * What an insight predicts, by when, and how it is judged: one definition used to make predictions, to count how often
 * they came true in past deals, and to resolve them when the time comes. Times are epoch milliseconds.
 */
import { asOf, DAY, type DealAsOf, type DealHistory } from '@/lib/deals/history';
import { isFromBuyer } from '@/lib/insights/rules/conversation';
import type { Claim, Prediction, Resolution } from '@/lib/insights/schema';
import { dateWords, isoDay, percent } from '@/lib/insights/words';

const LATEST = 365 * DAY;

/** The claim that can be tested on this deal: a slip needs a close date within the coming year, an advance needs a stage. */
export function testableClaim(claim: Claim, deal: DealAsOf): Claim {
  const close = deal.expectedCloseAt;
  if (claim === 'slips' && (close === null || close <= deal.at || close > deal.at + LATEST)) return 'lost';
  if (claim === 'stage_advances' && deal.stage === null) return 'won';
  return claim;
}

/** When a testable claim is due. Won and lost: a month after the close date, at least 60 days and at most a year from now. */
export function dueAt(claim: Claim, deal: DealAsOf): number {
  const close = deal.expectedCloseAt;
  switch (claim) {
    case 'no_reply': return deal.at + 14 * DAY;
    case 'stage_advances': return deal.at + 21 * DAY;
    case 'slips': return Math.max(close ?? deal.at, deal.at) + DAY;
    case 'none': return deal.at + 30 * DAY;
    case 'won':
    case 'lost': return Math.min(Math.max(close === null ? 0 : close + 30 * DAY, deal.at + 60 * DAY), deal.at + LATEST);
  }
}

const advanced = (history: DealHistory, deal: DealAsOf, by: number): boolean =>
  history.stages.some((s) => s.at > deal.at && s.at <= by && (s.kind === 'won' || (s.kind === 'open' && deal.stage !== null && s.position > deal.stage.position)));

/**
 * How a claim made at `at` and due `by` stands at `now`. Won and lost are judged by the outcome whenever it comes, and
 * expire when it has not come in time; the timing claims are judged by what happened until they were due.
 */
export function resolveClaim(history: DealHistory, claim: Claim, at: number, by: number, now: number): Resolution {
  const closedAt = history.closedAt !== null && history.closedAt <= now ? history.closedAt : null;
  const outcome = closedAt === null ? null : history.outcome;
  const deal = asOf(history, at);
  switch (claim) {
    case 'none': return 'not_testable';
    case 'won':
    case 'lost': return outcome !== null ? (outcome === claim ? 'right' : 'wrong') : now > by ? 'expired' : 'pending';
    case 'slips': {
      if (deal.expectedCloseAt === null) return 'not_testable';
      const over = deal.expectedCloseAt + DAY;
      const pushed = history.changes.some((c) =>
        c.field === 'expectedCloseAt' && c.at > at && c.at <= Math.min(now, over) && typeof c.before === 'number' && typeof c.after === 'number' && c.after > c.before);
      if (pushed) return 'right';
      if (closedAt !== null && closedAt < over) return outcome === 'won' ? 'wrong' : 'not_testable';
      return now >= over ? 'right' : 'pending';
    }
    case 'no_reply': {
      if (history.interactions.some((i) => i.at > at && i.at <= Math.min(by, now) && isFromBuyer(i))) return 'wrong';
      if (closedAt !== null && closedAt <= by) return outcome === 'lost' ? 'right' : 'not_testable';
      return now >= by ? 'right' : 'pending';
    }
    case 'stage_advances': {
      if (deal.stage === null) return 'not_testable';
      if (advanced(history, deal, Math.min(by, now)) || (outcome === 'won' && closedAt !== null && closedAt <= by)) return 'right';
      return now >= by || closedAt !== null ? 'wrong' : 'pending';
    }
  }
}

/** The prediction in words, with its test. `probability` is for forecasts. */
export function predict(claim: Claim, deal: DealAsOf, probability: number | null = null): Prediction {
  const tested = testableClaim(claim, deal);
  const due = dueAt(tested, deal);
  const by = dateWords(due, deal.at);
  const close = deal.expectedCloseAt === null ? '' : dateWords(deal.expectedCloseAt, deal.at);
  const words: Record<Claim, [statement: string, rightIf: string, wrongIf: string]> = {
    won: ['This deal will be won', 'it closes as won', 'it closes as lost'],
    lost: ['This deal will be lost unless something changes', 'it closes as lost', 'it closes as won'],
    slips: [`It will not close by ${close}`, `the date is pushed, or ${close} passes with the deal open`, `it is won by ${close}`],
    no_reply: ['The buyer will not answer by themselves', `no answer arrives by ${by}`, `an answer or a meeting is recorded by ${by}`],
    stage_advances: ['It will move to a later stage', `it moves forward or is won by ${by}`, `it is still in its stage, or lost, by ${by}`],
    none: ['Nothing is predicted', 'not testable', 'not testable'],
  };
  const [statement, rightIf, wrongIf] = words[tested];
  return {
    statement: probability === null ? statement : `${percent(probability)} likely to be won`,
    rightIf, wrongIf, by: isoDay(due), claim: tested, probability,
  };
}
