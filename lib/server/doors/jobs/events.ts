/**
 * The jobs door, events: the outbox of all workspaces for the relay, and events as they stand in the runner's table. Times come
 * from the caller's clock.
 */
import { v7 as uuidv7 } from 'uuid';
import { Prisma } from '../../db/generated/client';
import { throughDoor } from '../../db/tenancy';

/** Wire format of the event: name, data, and time in milliseconds. `runId`: the run whose step sent it. */
export type EventRow = { id: string; name: string; data: Record<string, unknown>; ts: number; runId?: string | null };
export type Db = Parameters<Parameters<typeof throughDoor>[1]>[0];

/** Number of the last event that came in. */
export const LAST_EVENT = Prisma.sql`(select case when is_called then last_value else 0 end from job_event_number_seq)`;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const workspaceOf = ({ data }: EventRow): string | null => (typeof data.workspaceId === 'string' && UUID.test(data.workspaceId) ? data.workspaceId : null);

/** jsonb takes neither NUL nor half a surrogate pair; a step may well return either. */
export const json = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? part.toWellFormed().replaceAll('\0', '\ufffd') : typeof part === 'bigint' ? part.toString() : part));

export type OutboxRow = { id: string; eventId: string; name: string; data: Record<string, unknown>; createdAt: Date; /** This one included. */ attempts: number };

/** Takes unsent rows for sending elsewhere; nobody else sees them until `until`. Unsent by then, they come again. */
export const claimOutbox = (now: Date, until: Date): Promise<OutboxRow[]> => throughDoor('jobs', (db) => db.$queryRaw<OutboxRow[]>`
  update outbox_event set claimed_until = ${until}, attempts = attempts + 1
  where id in (select id from outbox_event where sent_at is null and (claimed_until is null or claimed_until <= ${now}) order by created_at limit 100 for update skip locked)
  returning id, event_id as "eventId", name, data, created_at as "createdAt", attempts`);

export const markSent = (ids: readonly string[], now: Date): Promise<number> => throughDoor('jobs', (db) => db.$executeRaw`
  update outbox_event set sent_at = ${now}, claimed_until = null where id = any(${ids}::uuid[])`);

/** Gives taken rows back, to be sent again from `until`: sending failed. */
export const postponeOutbox = (ids: readonly string[], until: Date): Promise<number> => throughDoor('jobs', (db) => db.$executeRaw`
  update outbox_event set claimed_until = ${until} where id = any(${ids}::uuid[]) and sent_at is null`);

/** Events that a function sends. An id that is there already is the same event. */
export const addEvents = (events: readonly EventRow[]): Promise<number> => throughDoor('jobs', (db) => db.$executeRaw`
  insert into job_event (id, workspace_id, event_id, name, data, ts, run_id)
  select id, workspace_id, event_id, name, data, to_timestamp(ts / 1000.0), run_id from jsonb_to_recordset(${json(events.map(eventColumns))}::jsonb)
    as e (id uuid, workspace_id uuid, event_id text, name text, data jsonb, ts float8, run_id uuid)
  on conflict do nothing`);

export const eventColumns = (event: EventRow) => ({ id: uuidv7(), workspace_id: workspaceOf(event), event_id: event.id, name: event.name, data: event.data, ts: event.ts, run_id: event.runId && UUID.test(event.runId) ? event.runId : null });

export type Received = { rowId: string; number: number; workspaceId: string | null; event: EventRow };
export const eventRows = async (rows: Promise<(Omit<EventRow, 'ts'> & { rowId: string; number: number; workspaceId: string | null; ts: Date })[]>): Promise<Received[]> =>
  (await rows).map(({ rowId, number, workspaceId, id, name, data, ts }) => ({ rowId, number, workspaceId, event: { id, name, data, ts: ts.getTime() } }));
