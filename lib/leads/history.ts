/**
 * What is known of a lead and when it became known.
 *
 * A `LeadHistory` is everything the workspace ever recorded about one lead. `leadAsOf` cuts it at a moment: a fact that changed
 * later has the value that it had, what happened later did not happen, and how the lead ended is not there at all. So whatever
 * is computed from a `LeadAsOf` cannot leak the future. Facts that came with the lead carry no time of their own: they are
 * taken as known from its beginning. Pure: no I/O, no clock. Times are epoch milliseconds (UTC).
 */
import type { HistoryInteraction } from '@/lib/deals/history';
import { isOpen, type LeadState } from './schema';

export type LeadOutcome = 'converted' | 'not';
export type FactValue = string | number | boolean | null;
/** state | owner | source | company | jobTitle | account | custom:<column>; owners and accounts by their id. */
export type LeadFactChange = { at: number; field: string; before: FactValue; after: FactValue };
export type LeadAccount = { id: string; name: string; industry: string | null; employees: number | null; country: string | null; foundedYear: number | null };

export type LeadHistory = {
  id: string; name: string; externalId: string | null;
  /** Present values; `leadAsOf` rewinds those that `changes` tracks. */
  hasEmail: boolean; hasPhone: boolean; jobTitle: string | null; source: string | null; company: string | null;
  account: LeadAccount | null; ownerId: string | null; ownerName: string | null; teamId: string | null;
  /** Every other fact, under the name of its column. */
  custom: Record<string, FactValue>;
  state: LeadState;
  /** When it came in; null where that is not known. `recordedAt` is when we learnt of it. */
  leadAt: number | null; recordedAt: number;
  /** Null while open, and where it is not known when it ended. */
  endedAt: number | null; outcome: LeadOutcome | null;
  /** Ascending by time. */
  changes: LeadFactChange[]; interactions: HistoryInteraction[];
};

export type LeadAsOf = Omit<LeadHistory, 'outcome' | 'endedAt' | 'state'> & {
  at: number;
  /** The open state that it was in; null when it is not known. */
  state: LeadState | null;
  /** Days since it came in; null where that is not known. */
  daysOld: number | null;
};

const DAY = 86_400_000;
const CUSTOM = 'custom:';

/** Value of a tracked fact at `at`: the `before` of the first change after it, else the present one. */
function valueAt<T extends FactValue>(present: T, changes: readonly LeadFactChange[], field: string, at: number): T {
  const later = changes.find((change) => change.field === field && change.at > at);
  return later ? (later.before as T) : present;
}

function customAt(custom: Readonly<Record<string, FactValue>>, changes: readonly LeadFactChange[], at: number): Record<string, FactValue> {
  const rewound = new Map(Object.entries(custom));
  const later = changes.filter((change) => change.at > at && change.field.startsWith(CUSTOM));
  for (const change of [...later].reverse()) {
    const name = change.field.slice(CUSTOM.length);
    if (change.before === null) rewound.delete(name);
    else rewound.set(name, change.before);
  }
  return Object.fromEntries(rewound);
}

function stateAt({ state, changes }: LeadHistory, at: number): LeadState | null {
  const moves = changes.filter((change) => change.field === 'state' && change.at <= at).map((change) => change.after as LeadState).filter(isOpen);
  return moves.at(-1) ?? (isOpen(state) && !changes.some((change) => change.field === 'state') ? state : null);
}

/** The lead as it was known at `at` (ms). Throws RangeError when it had not come in yet. */
export function leadAsOf(history: LeadHistory, at: number): LeadAsOf {
  if (history.leadAt !== null && at < history.leadAt) throw new RangeError(`lead ${history.id} came in after the asked moment`);
  const { outcome: _outcome, endedAt: _endedAt, ...known } = history;
  const { changes } = history;
  const accountId = valueAt(history.account?.id ?? null, changes, 'account', at);
  const ownerId = valueAt(history.ownerId, changes, 'owner', at);
  return {
    ...known, at, state: stateAt(history, at),
    jobTitle: valueAt(history.jobTitle, changes, 'jobTitle', at),
    source: valueAt(history.source, changes, 'source', at),
    company: valueAt(history.company, changes, 'company', at),
    // Of an account or owner that they had before, only the present one's name and facts are at hand.
    account: accountId !== null && accountId === history.account?.id ? history.account : null,
    ownerId, ownerName: ownerId === history.ownerId ? history.ownerName : null, teamId: ownerId === history.ownerId ? history.teamId : null,
    custom: customAt(history.custom, changes, at),
    changes: changes.filter((change) => change.at <= at && !(change.field === 'state' && !isOpen(change.after as LeadState))),
    interactions: history.interactions.filter((interaction) => interaction.at <= at),
    daysOld: history.leadAt === null ? null : (at - history.leadAt) / DAY,
  };
}

/**
 * The last moment at which the lead is known to have been open: just before it ended, `now` for one that is open. Where nobody
 * knows when it ended, the moment at which it came in (or we learnt of it): anything later may have been written at its end.
 */
export const lastOpenMoment = ({ outcome, endedAt, leadAt, recordedAt }: LeadHistory, now: number): number =>
  outcome === null ? now : endedAt === null ? (leadAt ?? recordedAt) : Math.max(leadAt ?? -Infinity, endedAt - 1);

const numberIn = (externalId: string | null): number => (externalId !== null && /^\d{1,15}$/.test(externalId) ? Number(externalId) : Infinity);

/**
 * In the order in which they came in: by date; those without one before them, by the number that their system gave them, else as
 * they were recorded. A total order, whatever the mixture.
 */
export function byArrival(a: LeadHistory, b: LeadHistory): number {
  const keys = (lead: LeadHistory) => [lead.leadAt ?? -Infinity, lead.leadAt === null ? numberIn(lead.externalId) : 0, lead.recordedAt];
  const [x, y] = [keys(a), keys(b)];
  for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return x[i]! < y[i]! ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
