/** What happened to a deal, newest first: moves, changes of its fields, interactions; and its notes alone. */
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { getDeal } from './get-deal';
import type { InteractionKind, TrackedField } from './history';
import { listStages } from './store';
import { memberNames, readDealChanges, readDealInteractions, readStageChanges } from './timeline-store';

type Fact = { id: string; at: string; simulated: boolean };
export type TimelineMove = Fact & { type: 'move'; from: string | null; to: string; kind: 'open' | 'won' | 'lost' };
/** Amounts in major units of the deal's currency, dates as epoch ms, discounts as fractions, owners as names. */
export type TimelineChange = Fact & { type: 'change'; field: TrackedField; before: number | string | null; after: number | string | null };
export type TimelineInteraction = Fact & {
  type: 'interaction'; kind: InteractionKind; direction: 'inbound' | 'outbound' | 'internal';
  /** The contact, and the colleague who wrote it. */
  contact: string | null; author: string | null; subject: string | null; text: string | null;
};
export type TimelineEvent = TimelineMove | TimelineChange | TimelineInteraction;

/** More than this is history for an export, not for reading. */
export const MOST_EVENTS = 300;

type Value = number | string | null;
const plainValue = (value: unknown): Value => (typeof value === 'number' || typeof value === 'string' ? value : null);
const isId = (value: Value): value is string => typeof value === 'string';
type Stored = Awaited<ReturnType<typeof readDealInteractions>>[number];

const toInteraction = ({ memberId, contact, at, ...row }: Stored, names: ReadonlyMap<string, string>): TimelineInteraction =>
  ({ type: 'interaction', ...row, at: at.toISOString(), contact: contact?.name ?? null, author: memberId ? (names.get(memberId) ?? null) : null });

const authorsOf = (rows: readonly Stored[]): string[] => rows.flatMap((row) => row.memberId ?? []);

/** `more` says that older events were left out. Throws not_found when the deal is not there or not in sight. */
export const dealTimeline = (scope: Scope, dealId: string): Promise<{ events: TimelineEvent[]; more: boolean }> => transaction(scope, async () => {
  await getDeal(scope, dealId);
  const moves = await readStageChanges(scope, dealId, MOST_EVENTS);
  const changes = await readDealChanges(scope, dealId, MOST_EVENTS);
  const interactions = await readDealInteractions(scope, dealId, MOST_EVENTS);
  const stages = new Map((await listStages(scope)).map((s) => [s.id, s]));
  const owners = changes.filter((c) => c.field === 'owner').flatMap((c) => [plainValue(c.before), plainValue(c.after)]).filter(isId);
  const names = await memberNames(scope, [...new Set([...owners, ...authorsOf(interactions)])]);

  const events: TimelineEvent[] = [
    ...moves.map(({ id, at, simulated, fromStageId, toStageId }): TimelineMove => ({
      type: 'move', id, at: at.toISOString(), simulated, from: fromStageId ? (stages.get(fromStageId)?.name ?? 'a removed stage') : null,
      to: stages.get(toStageId)?.name ?? 'a removed stage', kind: stages.get(toStageId)?.kind ?? 'open',
    })),
    ...changes.map(({ id, at, simulated, field, before, after }): TimelineChange => {
      const read = (value: unknown): Value => {
        const plain = plainValue(value);
        return field === 'owner' && plain !== null ? (names.get(String(plain)) ?? 'somebody who left') : plain;
      };
      return { type: 'change', id, at: at.toISOString(), simulated, field: field as TrackedField, before: read(before), after: read(after) };
    }),
    ...interactions.map((row) => toInteraction(row, names)),
  ].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  return { events: events.slice(0, MOST_EVENTS), more: events.length > MOST_EVENTS };
});

/** Notes on a deal, newest first. */
export const dealNotes = (scope: Scope, dealId: string): Promise<TimelineInteraction[]> => transaction(scope, async () => {
  await getDeal(scope, dealId);
  const notes = await readDealInteractions(scope, dealId, MOST_EVENTS, 'note');
  const names = await memberNames(scope, [...new Set(authorsOf(notes))]);
  return notes.map((row) => toInteraction(row, names));
});
