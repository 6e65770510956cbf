/**
 * What an insight predicts, by when, and how it is judged: one definition used to make predictions, to count how often
 * they came true in past deals, and to resolve them when the time comes. Times are epoch milliseconds.
 */
import { asOf, DAY, type DealAsOf, type DealHistory, type Outcome } from '@/lib/deals/history';
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

/** What decided a claim, with the moment at which it did. */
export type Decided =
  | { by: 'closed'; outcome: Outcome; at: number }
  /** The close date was moved later. */
  | { by: 'pushed'; from: number; to: number; at: number; changeId: string }
  /** The close date passed with the deal open. */
  | { by: 'passed'; date: number; at: number }
  | { by: 'answered'; at: number }
  | { by: 'advanced'; stage: string; at: number }
  /** Until it was due nothing happened that the claim is about: no answer, no move forward, no end. */
  | { by: 'time'; at: number };
/** `decided` is null while it is pending, and where there is nothing that could decide it. */
export type Settled = { resolution: Resolution; decided: Decided | null };

const PENDING: Settled = { resolution: 'pending', decided: null };
const UNTESTABLE: Settled = { resolution: 'not_testable', decided: null };
const settled = (resolution: Resolution, decided: Decided): Settled => ({ resolution, decided });

/**
 * How a claim made at `at` and due `by` stands at `now`, and what decided it. Won and lost are judged by the outcome whenever it
 * comes, and expire while it has not come in time; the timing claims are judged by what happened until they were due. What comes
 * after the closing decides nothing, so that it does not matter when one looks.
 */
export function settleClaim(history: DealHistory, claim: Claim, at: number, by: number, now: number): Settled {
  const end = history.outcome !== null && history.closedAt !== null && history.closedAt <= now ? { by: 'closed', outcome: history.outcome, at: history.closedAt } as const : null;
  const until = Math.min(now, end?.at ?? Infinity);
  const deal = asOf(history, at);
  switch (claim) {
    case 'none': return UNTESTABLE;
    case 'won':
    case 'lost':
      if (end) return settled(end.outcome === claim ? 'right' : 'wrong', end);
      return now > by ? settled('expired', { by: 'time', at: by }) : PENDING;
    case 'slips': {
      const date = deal.expectedCloseAt;
      // A date that had passed before anything was said cannot test it.
      if (date === null || date + DAY <= at) return UNTESTABLE;
      const over = date + DAY;
      const push = history.changes.find((c) => c.field === 'expectedCloseAt' && c.at > at && c.at <= Math.min(until, over) && typeof c.before === 'number' && typeof c.after === 'number' && c.after > c.before);
      if (push) return settled('right', { by: 'pushed', from: push.before as number, to: push.after as number, at: push.at, changeId: push.id });
      if (end && end.at < over) return settled(end.outcome === 'won' ? 'wrong' : 'not_testable', end);
      return now >= over ? settled('right', { by: 'passed', date, at: over }) : PENDING;
    }
    case 'no_reply': {
      const answer = history.interactions.find((i) => i.at > at && i.at <= Math.min(by, until) && isFromBuyer(i));
      if (answer) return settled('wrong', { by: 'answered', at: answer.at });
      if (end && end.at <= by) return settled(end.outcome === 'lost' ? 'right' : 'not_testable', end);
      return now >= by ? settled('right', { by: 'time', at: by }) : PENDING;
    }
    case 'stage_advances': {
      const { stage } = deal;
      if (stage === null) return UNTESTABLE;
      const move = history.stages.find((s) => s.kind === 'open' && s.at > at && s.at <= Math.min(by, until) && s.position > stage.position);
      if (move) return settled('right', { by: 'advanced', stage: move.stageName, at: move.at });
      if (end && end.at <= by) return settled(end.outcome === 'won' ? 'right' : 'wrong', end);
      return now >= by ? settled('wrong', { by: 'time', at: by }) : PENDING;
    }
  }
}

export const resolveClaim = (history: DealHistory, claim: Claim, at: number, by: number, now: number): Resolution => settleClaim(history, claim, at, by, now).resolution;

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
