/**
 * The jobs door, what comes in: events make runs, end runs and answer those that wait for them, in one transaction; runs that end
 * answer who invoked them.
 */
import { v7 as uuidv7 } from 'uuid';
import { throughDoor } from '../../db/tenancy';
import { eventRows, json, LAST_EVENT, type Db, type EventRow, type Received } from './events';
import { endRunsBy, insertRuns, type Ending, type NewRun } from './runs';

/** What a step begins to wait for: an event that came in after `since`, or the end of `child`. `of`: its run's own event. */
export type NewWait = { stepId: string; eventName: string | null; expression: string | null; since: number; expiresAt: Date; of: EventRow; child: NewRun | null };
export type News = { stepId: string; result: { data?: unknown; error?: unknown; number?: number } };

export type Plans = {
  /** The runs that an event makes. */
  runs: (event: EventRow, workspaceId: string | null) => NewRun[];
  /** The runs that it ends: of those made by earlier events. */
  endings: (event: EventRow) => Ending[];
  /** Whether a wait's expression holds of its run's own event and the one that came in. */
  comesTrue: (expression: string | null, own: EventRow, event: EventRow) => boolean;
};

const BATCH = 500;
const WAITS = 7_402_118; // any number but CLAIMS

/**
 * Takes in what the outbox holds, makes the runs of events that have none yet, ends those that they end and answers those that
 * wait for them, in one transaction: an event is either still to be taken in, or all of that has happened. Events are taken one
 * batch at a time, whoever looks, in the order of their numbers. `more` may wait; `poked`: runs for which something came.
 */
export const takeInEvents = (now: Date, plans: Plans): Promise<{ more: boolean; poked: string[] }> => throughDoor('jobs', async (db) => {
  const [first] = await db.$queryRaw<{ received: number; invocations: boolean }[]>`
    with taken as (select id, workspace_id, event_id, name, data, created_at from outbox_event where sent_at is null order by created_at limit ${BATCH} for update skip locked),
      received as (insert into job_event (id, workspace_id, event_id, name, data, ts)
        select id, workspace_id, event_id, name, data, created_at from taken order by created_at on conflict do nothing),
      sent as (update outbox_event o set sent_at = ${now}, attempts = o.attempts + 1 from taken where o.id = taken.id returning 1)
    select (select count(*) from sent)::int as received, exists (select 1 from job_wait where resolved_at is null and child_run_id is not null) as invocations, pg_advisory_xact_lock(${WAITS})::text as locked`;
  const rows = await eventRows(db.$queryRaw`
    select id as "rowId", number::float8 as number, workspace_id as "workspaceId", event_id as id, name, data, ts from job_event where planned_at is null order by number limit ${BATCH} for update skip locked`);
  const poked: string[] = [];
  if (rows.length > 0) {
    let runs: (NewRun & { horizon: number })[] = [];
    for (const { event, workspaceId, number } of rows) {
      const endings = plans.endings(event);
      if (endings.length > 0) {
        await insertRuns(db, runs, now);
        runs = [];
        for (const ending of endings) await endRunsBy(db, ending, workspaceId, now);
      }
      runs.push(...plans.runs(event, workspaceId).map((run) => ({ ...run, horizon: number })));
    }
    await insertRuns(db, runs, now);
    poked.push(...await answerWaits(db, await openWaits(db, rows, now), rows, plans.comesTrue, now));
    await db.$executeRaw`update job_event set planned_at = ${now} where id = any(${rows.map((row) => row.rowId)}::uuid[])`;
  }
  if (first?.invocations) poked.push(...await answerInvocations(db, now));
  return { more: first?.received === BATCH || rows.length === BATCH, poked };
});

type Wait = { runId: string; stepId: string; eventName: string; expression: string | null; since: number; workspaceId: string | null; own: EventRow };

const openWaits = (db: Db, rows: readonly Received[], now: Date): Promise<Wait[]> => db.$queryRaw<Wait[]>`
  select w.run_id as "runId", w.step_id as "stepId", w.event_name as "eventName", w.expression, w.since::float8 as since, w.workspace_id as "workspaceId", r.event as own
  from job_wait w join job_run r on r.id = w.run_id
  where w.resolved_at is null and w.event_name = any(${[...new Set(rows.map((row) => row.event.name))]}::text[]) and w.expires_at > ${now} and r.finished_at is null`;

/** Gives each wait the first of the events that is its own: by name, number and expression, and never another workspace's. Gives the runs. */
async function answerWaits(db: Db, waits: readonly Wait[], rows: readonly Received[], comesTrue: Plans['comesTrue'], now: Date): Promise<string[]> {
  const answers = waits.flatMap((wait) => {
    const found = rows.find(({ event, number, workspaceId }) => event.name === wait.eventName && number > wait.since
      && (wait.workspaceId === null || workspaceId === null || workspaceId === wait.workspaceId) && comesTrue(wait.expression, wait.own, event));
    return found ? [{ run_id: wait.runId, step_id: wait.stepId, result: { data: found.event, number: found.number } }] : [];
  });
  if (answers.length === 0) return [];
  await db.$executeRaw`
    update job_wait w set result = a.result, resolved_at = ${now} from jsonb_to_recordset(${json(answers)}::jsonb) as a (run_id uuid, step_id text, result jsonb)
    where w.run_id = a.run_id and w.step_id = a.step_id and w.resolved_at is null`;
  return poke(db, answers.map((answer) => answer.run_id), now);
}

/** Tells runs that something has come: one at rest is due, one at work is to look. */
const poke = async (db: Db, runIds: readonly string[], now: Date): Promise<string[]> => (await db.$queryRaw<{ id: string }[]>`
  update job_run set news = true, due_at = case when status = 'running' then due_at else least(due_at, ${now}) end where id = any(${runIds}::uuid[]) and finished_at is null returning id`).map((row) => row.id);

/** Steps whose invoked run has ended, whatever ended it, get what it gave. */
async function answerInvocations(db: Db, now: Date): Promise<string[]> {
  const told = await db.$queryRaw<{ id: string }[]>`
    update job_wait w set resolved_at = ${now}, result = case when c.status = 'completed' then jsonb_build_object('data', c.output)
      when c.status = 'cancelled' then jsonb_build_object('error', jsonb_build_object('name', 'InvokedRunCancelled', 'message', 'The run that was invoked was cancelled.'))
      else jsonb_build_object('error', coalesce(c.error, jsonb_build_object('name', 'Error', 'message', 'The run that was invoked failed.'))) end
    from job_run c where c.id = w.child_run_id and w.resolved_at is null and c.finished_at is not null returning w.run_id as id`;
  return told.length === 0 ? [] : poke(db, told.map((row) => row.id), now);
}

/** Stores waits that begin, and looks whether what they wait for has come in since their run last looked. Gives the runs for which it has. */
export async function storeWaits(db: Db, progress: readonly { runId: string; workspaceId: string | null; waits: readonly NewWait[] }[], comesTrue: Plans['comesTrue'], now: Date): Promise<string[]> {
  // Events are taken in under the same lock: one that is not seen here will see these.
  await db.$queryRaw`select pg_advisory_xact_lock(${WAITS})::text as locked`;
  const waits = progress.flatMap((p) => p.waits.map((wait) => ({ ...wait, runId: p.runId, workspaceId: p.workspaceId })));
  const [last] = await db.$queryRaw<{ number: number }[]>`select ${LAST_EVENT}::float8 as number`;
  await insertRuns(db, waits.flatMap(({ child }) => (child ? [{ ...child, horizon: last?.number ?? 0 }] : [])), now);
  await db.$executeRaw`
    insert into job_wait (id, workspace_id, run_id, step_id, event_name, expression, since, child_run_id, expires_at)
    select * from jsonb_to_recordset(${json(waits.map((w) => ({ id: uuidv7(), workspace_id: w.workspaceId, run_id: w.runId, step_id: w.stepId, event_name: w.eventName, expression: w.expression, since: w.since, child_run_id: w.child?.id ?? null, expires_at: w.expiresAt })))}::jsonb)
      as w (id uuid, workspace_id uuid, run_id uuid, step_id text, event_name text, expression text, since bigint, child_run_id uuid, expires_at timestamptz)
    on conflict (run_id, step_id) do update set event_name = excluded.event_name, expression = excluded.expression, since = excluded.since, child_run_id = excluded.child_run_id, expires_at = excluded.expires_at, result = null, resolved_at = null`;
  const forEvents = waits.flatMap(({ eventName, of, ...wait }) => (eventName ? [{ ...wait, eventName, own: of }] : []));
  if (forEvents.length === 0) return [];
  const missed = await eventRows(db.$queryRaw`
    select id as "rowId", number::float8 as number, workspace_id as "workspaceId", event_id as id, name, data, ts from job_event
    where name = any(${forEvents.map((wait) => wait.eventName)}::text[]) and number > ${Math.min(...forEvents.map((wait) => wait.since))} and planned_at is not null order by number`);
  return answerWaits(db, forEvents, missed, comesTrue, now);
}

/** What has come for the waits of a run at work. */
export const takeNews = (owner: string, runId: string): Promise<News[]> => throughDoor('jobs', async (db) => {
  await db.$executeRaw`update job_run set news = false where id = ${runId}::uuid and lease_owner = ${owner} and news`;
  return newsOf(db, [runId]).then((news) => news.map(({ stepId, result }) => ({ stepId, result })));
});

export const newsOf = (db: Db, runIds: readonly string[]): Promise<(News & { runId: string })[]> => db.$queryRaw`
  select run_id as "runId", step_id as "stepId", result from job_wait where run_id = any(${runIds}::uuid[]) and resolved_at is not null`;
