/**
 * What became of a deal, read from its history as of a moment. Pure: facts later than `now` change nothing, looking twice finds the
 * same, and a fact found at one look is found at every later one (unless the deal was opened again, or its past was corrected).
 *
 * - won, lost: it is closed.
 * - slipped: its close date passed while it was open, or was pushed over the end of a quarter before it came. A push within the
 *   quarter is no outcome; it resolves a prediction all the same (claims.ts).
 * - accelerated: won at least two weeks before the date expected at the first advice (else at the opening), or the date was pulled
 *   forward over the end of a quarter by as much, to a day that still lay ahead.
 * - stalled: it stood in one stage for longer than the share of won deals that the rule `stalled` is set to.
 */
import { asOf, DAY, type DealHistory, type FieldChange } from '@/lib/deals/history';
import { plain } from '@/lib/insights/plain';
import { quantileOf } from '@/lib/insights/rules/distribution';
import { ENOUGH, type Norms } from '@/lib/insights/rules/norms';
import { dateWords, days, daysBetween, isoDay } from '@/lib/insights/words';
import { quarterOf, quarterWords } from './quarter';
import type { OutcomeDetail, OutcomeKind } from './schema';

/** This many days before the expected date is clearly earlier. */
export const CLEARLY_EARLIER = 14;

export type Found = {
  kind: OutcomeKind; at: number; dedupeKey: string; improvementDays: number | null;
  /** Major units of the workspace's currency; terminal outcomes only. */
  expectedAmount: number | null; finalAmount: number | null;
  detail: OutcomeDetail;
};

export type Frame = {
  now: number;
  /** IANA zone of the workspace: where a quarter ends. */
  zone: string;
  /** When the deal was first advised on; null when it never was. */
  advisedAt: number | null;
  norms: Pick<Norms, 'daysInStage'>;
  /** Setting of the rule `stalled`, in percent. */
  stalledPercentile: number;
};

const fact = (kind: OutcomeKind, at: number, key: string, improvementDays: number | null, detail: OutcomeDetail): Found =>
  ({ kind, at, dedupeKey: `${kind}:${key}`, improvementDays, expectedAmount: null, finalAmount: null, detail });

type Dates = FieldChange & { field: 'expectedCloseAt' };
const dateChanges = (history: DealHistory, until: number): Dates[] =>
  history.changes.filter((c): c is Dates => c.field === 'expectedCloseAt' && c.at <= until);
const asDate = (value: FieldChange['after']): number | null => (typeof value === 'number' ? value : null);

/** Until when anything can still happen to the deal: now, or its closing. */
const endOf = ({ closedAt, outcome }: DealHistory, now: number): number => (outcome !== null && closedAt !== null && closedAt <= now ? closedAt : now);

/** Whether it was open then: by its moves where there are any, and never after its closing. */
function wasOpen(history: DealHistory, at: number, end: number): boolean {
  const move = history.stages.filter((s) => s.at <= at).at(-1);
  return at >= history.openedAt && at <= end && move?.kind !== 'won' && move?.kind !== 'lost';
}

function closing(history: DealHistory, { now, advisedAt }: Frame): Found[] {
  const { outcome, closedAt } = history;
  if (outcome === null || closedAt === null || closedAt > now) return [];
  const baselineAt = Math.min(Math.max(advisedAt ?? history.openedAt, history.openedAt), Math.max(closedAt, history.openedAt));
  const before = asOf(history, baselineAt);
  // Opened, advised on and closed in one moment, or closed when it came in: the date it has was written at the closing.
  const expectedAt = baselineAt < closedAt ? before.expectedCloseAt : null;
  const improvementDays = expectedAt === null ? null : daysBetween(closedAt, expectedAt);
  const detail = { expectedAt, baselineAt };
  const expected = expectedAt === null ? '' : `, expected ${dateWords(expectedAt, closedAt)}`;
  const found: Found[] = [{
    ...fact(outcome, closedAt, isoTime(closedAt), improvementDays, { ...detail, words: `${outcome === 'won' ? 'Won' : 'Lost'} on ${dateWords(closedAt, closedAt)}${expected}` }),
    expectedAmount: before.amount, finalAmount: asOf(history, Math.max(closedAt, history.openedAt)).amount,
  }];
  if (outcome === 'won' && expectedAt !== null && improvementDays !== null && improvementDays >= CLEARLY_EARLIER) {
    found.push(fact('accelerated', closedAt, `won:${isoTime(closedAt)}`, improvementDays, { ...detail, words: `Won ${days(improvementDays)} before ${dateWords(expectedAt, closedAt)}` }));
  }
  return found;
}

const isoTime = (at: number): string => new Date(at).toISOString();

/** Dates that passed while they stood and the deal was open. */
function passed(history: DealHistory, { now }: Frame): Found[] {
  const end = endOf(history, now);
  const moves = dateChanges(history, end);
  const stretches = [
    { from: history.openedAt, date: asOf(history, history.openedAt).expectedCloseAt },
    ...moves.map((c) => ({ from: c.at, date: asDate(c.after) })),
  ];
  return stretches.flatMap(({ from, date }, i) => {
    if (date === null) return [];
    const at = Math.max(date + DAY, from);
    const until = stretches[i + 1]?.from ?? end;
    // Moved in the moment in which it passed counts as moved.
    const stood = i + 1 < stretches.length ? at < until : at <= until;
    return stood && wasOpen(history, at, end) ? [fact('slipped', at, `passed:${isoDay(date)}`, null, { from: date, words: `${dateWords(date, at)} passed with the deal open` })] : [];
  });
}

/** Dates that were moved over the end of a quarter, before they had passed. */
function moved(history: DealHistory, { now, zone }: Frame): Found[] {
  const end = endOf(history, now);
  return dateChanges(history, end).flatMap((c) => {
    const [from, to] = [asDate(c.before), asDate(c.after)];
    if (from === null || to === null || !wasOpen(history, c.at, end)) return [];
    const [was, is] = [quarterOf(from, zone), quarterOf(to, zone)];
    const words = `from ${dateWords(from, c.at)} to ${dateWords(to, c.at)}, ${quarterWords(was)} to ${quarterWords(is)}`;
    const earlier = daysBetween(to, from);
    if (is > was && c.at < from + DAY) return [fact('slipped', c.at, `pushed:${c.id}`, earlier, { from, to, words: `Pushed ${words}` })];
    if (is < was && earlier >= CLEARLY_EARLIER && to + DAY > c.at) return [fact('accelerated', c.at, `pulled:${c.id}`, earlier, { from, to, words: `Pulled forward ${words}` })];
    return [];
  });
}

/** Stays in a stage that were longer than is usual here, from the day on which they were. */
function stalled(history: DealHistory, { now, norms, stalledPercentile }: Frame): Found[] {
  const end = endOf(history, now);
  return history.stages.flatMap((move, i) => {
    const own = norms.daysInStage[move.stageId];
    if (move.kind !== 'open' || !own || own.n < ENOUGH) return [];
    const limit = quantileOf(own, stalledPercentile / 100);
    if (limit === null) return [];
    const at = move.at + limit * DAY;
    const until = Math.min(history.stages[i + 1]?.at ?? Infinity, end);
    if (at >= until) return [];
    const stage = plain(move.stageName, 60);
    return [fact('stalled', at, move.id, null, {
      stageId: move.stageId, limitDays: limit, wonDeals: own.n,
      words: `In ${stage} for more than ${days(Math.ceil(limit))}; ${stalledPercentile}% of ${own.n} won deals had left it by then`,
    })];
  });
}

/** Everything that is known at `frame.now` about how the deal went, in order of time. One fact, one `dedupeKey`. */
export function detectOutcomes(history: DealHistory, frame: Frame): Found[] {
  if (history.openedAt > frame.now) return [];
  const found = [...passed(history, frame), ...moved(history, frame), ...stalled(history, frame), ...closing(history, frame)];
  return [...new Map(found.reverse().map((f) => [f.dedupeKey, f])).values()].sort((a, b) => a.at - b.at || (a.dedupeKey < b.dedupeKey ? -1 : 1));
}
