/** The Events tab of Jobs: what happened in the workspace that jobs listen for, newest first, each with the runs that it made. */
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { EventQuery, JobEventSeen } from './schema';
import { eventNames, findEvents } from './store';

export type EventPage = { events: JobEventSeen[]; nextCursor: string | null; names: string[] };

export const listEvents = (scope: Scope, query: EventQuery): Promise<EventPage> => transaction(scope, async () => {
  const found = await findEvents(scope, { ...query, limit: query.limit + 1 });
  const events = found.slice(0, query.limit);
  return { events, nextCursor: found.length > query.limit ? events.at(-1)!.number : null, names: await eventNames(scope) };
});
