/**
 * What is known of a deal and when it became known.
 *
 * A `DealHistory` is everything the workspace ever recorded about one deal, each fact with its time. `asOf` cuts it at a
 * moment: nothing later than `at` survives the cut, so whatever is computed from a `DealAsOf` (score, rules, prompts,
 * training examples) cannot leak the future. Pure: no I/O, no clock. Times are epoch milliseconds (UTC).
 */

export type StageKind = 'open' | 'won' | 'lost';
export type Outcome = 'won' | 'lost';

export type StageMove = { id: string; at: number; stageId: string; stageName: string; position: number; kind: StageKind };

/** A field of the deal that changed: the value it had before and after, as stored (amount in major units of workspace currency, dates as ms). */
export type TrackedField = 'amount' | 'expectedCloseAt' | 'discount' | 'competitor' | 'owner';
export type FieldChange = { id: string; at: number; field: TrackedField; before: number | string | null; after: number | string | null };

export type InteractionKind =
  | 'sent' | 'delivered' | 'opened' | 'read' | 'replied' | 'clicked' | 'meeting_booked' | 'call' | 'note' | 'bounced' | 'opted_out';

export type HistoryInteraction = {
  id: string; at: number; kind: InteractionKind; direction: 'inbound' | 'outbound' | 'internal';
  contactId: string | null; subject: string | null; text: string | null;
};

export type BuyingRole = 'economic_buyer' | 'champion' | 'influencer' | 'user' | 'blocker' | 'unknown';
export type HistoryContact = { id: string; addedAt: number; name: string; jobTitle: string | null; buyingRole: BuyingRole };

export type DealHistory = {
  id: string; name: string; externalId: string | null;
  account: { id: string; name: string; industry: string | null; employees: number | null; revenue: number | null; country: string | null } | null;
  product: { id: string; name: string; family: string | null; listPrice: number | null } | null;
  ownerId: string | null; ownerName: string | null; teamId: string | null; leadSource: string | null;
  /** Current values; `asOf` rewinds those that `changes` tracks. Amounts in major units of the workspace currency. */
  amount: number | null; discount: number | null; competitor: string | null; expectedCloseAt: number | null;
  openedAt: number; closedAt: number | null; outcome: Outcome | null;
  /** Ascending by time. The first move is the stage in which the deal was opened. */
  stages: StageMove[]; changes: FieldChange[]; interactions: HistoryInteraction[]; contacts: HistoryContact[];
};

export type DealAsOf = Omit<DealHistory, 'outcome' | 'closedAt'> & {
  at: number;
  /** The stage the deal was in at `at`, and since when; null when no move is known by then. */
  stage: StageMove | null; daysInStage: number | null; daysOpen: number;
  /** Times the expected close date was pushed later (slips) by `at`. */
  slips: number;
};

export const DAY = 86_400_000;

const upTo = <T>(rows: readonly T[], at: number, time: (row: T) => number): T[] => rows.filter((row) => time(row) <= at);

/** Value of a tracked field at `at`: the `before` of the first change after `at`, else the present value. */
function valueAt<T>(present: T, changes: readonly FieldChange[], field: TrackedField, at: number): T {
  const later = changes.find((change) => change.field === field && change.at > at);
  return later ? (later.before as T) : present;
}

export const countSlips = (changes: readonly FieldChange[]): number =>
  changes.filter((c) => c.field === 'expectedCloseAt' && typeof c.before === 'number' && typeof c.after === 'number' && c.after > c.before).length;

/** The deal as it was known at `at` (ms). Throws RangeError when the deal was not open yet. */
export function asOf(history: DealHistory, at: number): DealAsOf {
  if (at < history.openedAt) throw new RangeError(`deal ${history.id} was opened after the asked moment`);
  const { outcome: _outcome, closedAt: _closedAt, ...known } = history;
  const stages = upTo(history.stages, at, (s) => s.at).filter((s) => s.kind === 'open');
  const changes = upTo(history.changes, at, (c) => c.at);
  const stage = stages.at(-1) ?? null;
  return {
    ...known, at, stages, changes, stage,
    ownerId: valueAt(history.ownerId, history.changes, 'owner', at),
    amount: valueAt(history.amount, history.changes, 'amount', at),
    discount: valueAt(history.discount, history.changes, 'discount', at),
    competitor: valueAt(history.competitor, history.changes, 'competitor', at),
    expectedCloseAt: valueAt(history.expectedCloseAt, history.changes, 'expectedCloseAt', at),
    interactions: upTo(history.interactions, at, (i) => i.at),
    contacts: upTo(history.contacts, at, (c) => c.addedAt),
    daysInStage: stage ? (at - stage.at) / DAY : null,
    daysOpen: (at - history.openedAt) / DAY,
    slips: countSlips(changes),
  };
}
