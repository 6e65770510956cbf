/**
 * The jobs door: outbox, events, runs and steps of all workspaces, for the relay and the embedded runner. Times come from the
 * caller's clock. Every write of a run's progress is fenced by its lease: who lost it writes nothing.
 */
import { v7 as uuidv7 } from 'uuid';
import { Prisma } from '../db/generated/client';
import { throughDoor } from '../db/tenancy';

/** Wire format of the event: name, data, and time in milliseconds. `runId`: the run whose step sent it. */
export type EventRow = { id: string; name: string; data: Record<string, unknown>; ts: number; runId?: string | null };
export type NewRun = {
  /** Given where somebody waits for this very run. */
  id?: string;
  workspaceId: string | null; functionId: string; event: EventRow; idempotencyKey: string; lane: string; dueAt: Date;
  /** The key holds for 24 hours and not for ever. */
  expires: boolean;
  /** Seconds by which it goes before others of its lane. */
  priority: number;
  parentRunId: string | null;
  debounce: Debounce | null; rate: Rate | null; throttle: Throttle | null; singleton: Singleton | null;
};
/** While a run with this key has not begun, another event moves it: to that event and to `until`, but not beyond `longestMs` after it was made. */
export type Debounce = { key: string; until: Date; longestMs: number | null };
/** No run when there are `limit` with this key already, made within `periodMs`. */
export type Rate = { key: string; limit: number; periodMs: number };
/** Runs with this key begin `apartMs` after each other, the first `burst` at once. */
export type Throttle = { key: string; apartMs: number; burst: number };
/** One unfinished run with this key: the new one is skipped, or the old one cancelled. */
export type Singleton = { key: string; mode: 'skip' | 'cancel' };
/** Unfinished runs of a function that an event ends: those made within `withinMs` of whose own event `ends` is true. */
export type Ending = { functionId: string; withinMs: number | null; ends: (own: EventRow) => boolean };
export type StepRow = {
  stepId: string; name: string; op: string; status: string; attempt: number; data: unknown; error: unknown; options: unknown;
  wakeAt: Date | null; seq: number | null; startedAt: Date | null; finishedAt: Date | null; horizon: number;
};
/** What a step begins to wait for: an event that came in after `since`, or the end of `child`. `of`: its run's own event. */
export type NewWait = { stepId: string; eventName: string | null; expression: string | null; since: number; expiresAt: Date; of: EventRow; child: NewRun | null };
export type News = { stepId: string; result: { data?: unknown; error?: unknown; number?: number } };
export type RunRow = {
  id: string; workspaceId: string | null; functionId: string; event: EventRow; attempt: number; interruptions: number; horizon: number; steps: StepRow[];
  /** What came for its waits; the number of the last event that was there when what it does next was begun first. */
  news: News[]; seen: number;
};
export type Progress = {
  runId: string; workspaceId: string | null; status: 'running' | 'queued' | 'sleeping' | 'waiting' | 'completed' | 'failed';
  attempt: number; interruptions: number; steps: StepRow[];
  /** Waits that begin, and the steps whose wait is over. */
  waits: NewWait[]; over: string[];
  /** Given back until then; null: the lease is kept (or the run is over). */
  dueAt: Date | null;
  output: unknown; error: unknown; finishedAt: Date | null;
  /** Announced with this progress: that the run failed. */
  event: EventRow | null;
};
/** `horizon`: number of the last event that is there; `news`: something has come for a wait of the run. */
export type Saved = { horizon: number; news: boolean };

const BATCH = 500;
/** Number of the last event that came in. */
const LAST_EVENT = Prisma.sql`(select case when is_called then last_value else 0 end from job_event_number_seq)`;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const workspaceOf = ({ data }: EventRow): string | null => (typeof data.workspaceId === 'string' && UUID.test(data.workspaceId) ? data.workspaceId : null);

/** jsonb takes neither NUL nor half a surrogate pair; a step may well return either. */
const json = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? part.toWellFormed().replaceAll('\0', '\ufffd') : typeof part === 'bigint' ? part.toString() : part));

// ── Outbox ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

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

// ── Events and runs ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Events that a function sends. An id that is there already is the same event. */
export const addEvents = (events: readonly EventRow[]): Promise<number> => throughDoor('jobs', (db) => db.$executeRaw`
  insert into job_event (id, workspace_id, event_id, name, data, ts, run_id)
  select id, workspace_id, event_id, name, data, to_timestamp(ts / 1000.0), run_id from jsonb_to_recordset(${json(events.map(eventColumns))}::jsonb)
    as e (id uuid, workspace_id uuid, event_id text, name text, data jsonb, ts float8, run_id uuid)
  on conflict do nothing`);

const eventColumns = (event: EventRow) => ({ id: uuidv7(), workspace_id: workspaceOf(event), event_id: event.id, name: event.name, data: event.data, ts: event.ts, run_id: event.runId && UUID.test(event.runId) ? event.runId : null });

export type Plans = {
  /** The runs that an event makes. */
  runs: (event: EventRow, workspaceId: string | null) => NewRun[];
  /** The runs that it ends: of those made by earlier events. */
  endings: (event: EventRow) => Ending[];
  /** Whether a wait's expression holds of its run's own event and the one that came in. */
  comesTrue: (expression: string | null, own: EventRow, event: EventRow) => boolean;
};
type Db = Parameters<Parameters<typeof throughDoor>[1]>[0];
type Received = { rowId: string; number: number; workspaceId: string | null; event: EventRow };

const WAITS = 7_402_118; // any number but CLAIMS
const eventRows = async (rows: Promise<(Omit<EventRow, 'ts'> & { rowId: string; number: number; workspaceId: string | null; ts: Date })[]>): Promise<Received[]> =>
  (await rows).map(({ rowId, number, workspaceId, id, name, data, ts }) => ({ rowId, number, workspaceId, event: { id, name, data, ts: ts.getTime() } }));

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

// ── Waits ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

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
async function storeWaits(db: Db, progress: readonly Progress[], comesTrue: Plans['comesTrue'], now: Date): Promise<string[]> {
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

const newsOf = (db: Db, runIds: readonly string[]): Promise<(News & { runId: string })[]> => db.$queryRaw`
  select run_id as "runId", step_id as "stepId", result from job_wait where run_id = any(${runIds}::uuid[]) and resolved_at is not null`;

// ── New runs ────────────────────────────────────────────────────────────────────────────────────────────────────────────

type Planned = NewRun & { horizon: number };

async function insertRuns(db: Db, given: Planned[], now: Date): Promise<void> {
  if (given.length === 0) return;
  const expiring = given.filter((run) => run.expires).map((run) => run.idempotencyKey);
  if (expiring.length > 0) {
    // A key of the function's own holds for 24 hours; after that its old run lets go of it.
    await db.$executeRaw`update job_run set idempotency_key = idempotency_key || ' ' || id where idempotency_key = any(${expiring}::text[]) and created_at < ${new Date(now.getTime() - 86_400_000)}`;
  }
  const runs = await throughGates(db, given, now);
  const columns = ({ id, workspaceId, functionId, event, idempotencyKey, lane, dueAt, debounce, priority, rate, singleton, horizon, parentRunId }: Planned) => ({
    id: id ?? uuidv7(), workspace_id: workspaceId ?? workspaceOf(event), function_id: functionId, event, idempotency_key: idempotencyKey, lane, due_at: dueAt, debounce_key: debounce?.key ?? null, longest: debounce?.longestMs ?? null,
    priority, rate_key: rate?.key ?? null, singleton_key: singleton?.key ?? null, horizon, parent_run_id: parentRunId,
  });
  const plain = runs.filter((run) => !run.debounce);
  if (plain.length > 0) await db.$executeRaw`
    insert into job_run (id, workspace_id, function_id, event, idempotency_key, lane, status, due_at, created_at, priority, rate_key, singleton_key, horizon, parent_run_id)
    select id, workspace_id, function_id, event, idempotency_key, lane, 'queued', due_at, ${now}, priority, rate_key, singleton_key, horizon, parent_run_id from jsonb_to_recordset(${json(plain.map(columns))}::jsonb)
      as r (id uuid, workspace_id uuid, function_id text, event jsonb, idempotency_key text, lane text, due_at timestamptz, priority int, rate_key text, singleton_key text, horizon bigint, parent_run_id uuid)
    on conflict (idempotency_key) do nothing`;
  // Of the same key only the last, and one that waits already is moved to it.
  const debounced = [...new Map(runs.flatMap((run) => (run.debounce ? [[run.debounce.key, run] as const] : []))).values()];
  if (debounced.length > 0) await db.$executeRaw`
    with given as (select * from jsonb_to_recordset(${json(debounced.map(columns))}::jsonb)
      as r (id uuid, workspace_id uuid, function_id text, event jsonb, idempotency_key text, lane text, due_at timestamptz, debounce_key text, longest float8, priority int, horizon bigint))
    insert into job_run as waiting (id, workspace_id, function_id, event, idempotency_key, lane, status, due_at, created_at, debounce_key, priority, horizon)
    select id, workspace_id, function_id, event, idempotency_key, lane, 'queued', least(due_at, ${now}::timestamptz + longest * interval '1 ms'), ${now}, debounce_key, priority, horizon from given
    on conflict (debounce_key) do update set event = excluded.event, idempotency_key = excluded.idempotency_key, priority = excluded.priority, horizon = excluded.horizon,
      due_at = least(excluded.due_at, waiting.created_at + (select longest from given where debounce_key = excluded.debounce_key) * interval '1 ms')`;
}

/** Leaves out runs over their rate and beside a singleton, and puts throttled ones off. Counts are exact: one transaction takes events in at a time. */
async function throughGates(db: Db, given: readonly Planned[], now: Date): Promise<Planned[]> {
  if (given.every((run) => !run.rate && !run.throttle && !run.singleton)) return [...given];
  const kept: Planned[] = [];
  for (const run of given) {
    const { rate, throttle, singleton } = run;
    if (rate) {
      const [row] = await db.$queryRaw<{ made: number }[]>`select count(*)::int as made from job_run where rate_key = ${rate.key} and created_at > ${new Date(now.getTime() - rate.periodMs)}`;
      if ((row?.made ?? 0) + kept.filter((other) => other.rate?.key === rate.key).length >= rate.limit) continue;
    }
    if (singleton) {
      const beside = await db.$queryRaw<{ id: string }[]>`select id from job_run where singleton_key = ${singleton.key} and finished_at is null`;
      const here = kept.findIndex((other) => other.singleton?.key === singleton.key);
      if (singleton.mode === 'skip' && (beside.length > 0 || here >= 0)) continue;
      await endRuns(db, beside.map((row) => row.id), now);
      if (here >= 0) kept.splice(here, 1);
    }
    kept.push(throttle ? { ...run, dueAt: await turnOf(db, throttle, now) } : run);
  }
  return kept;
}

/** When a throttled run may begin, by the generic cell rate algorithm; the next one with the key comes after it. */
async function turnOf(db: Db, { key, apartMs, burst }: Throttle, now: Date): Promise<Date> {
  const [row] = await db.$queryRaw<{ freeAt: Date }[]>`
    insert into job_throttle (key, free_at) values (${key}, ${new Date(now.getTime() + apartMs)})
    on conflict (key) do update set free_at = greatest(job_throttle.free_at, ${now}) + ${apartMs}::float8 * interval '1 ms' returning free_at as "freeAt"`;
  return new Date(Math.max(now.getTime(), (row?.freeAt.getTime() ?? 0) - apartMs - (burst - 1) * apartMs));
}

// ── Runs that are ended from outside ────────────────────────────────────────────────────────────────────────────────────

/** Cancels unfinished runs. Whoever has one in hand finds its lease gone and writes nothing more. */
async function endRuns(db: Db, runIds: readonly string[], now: Date): Promise<void> {
  if (runIds.length === 0) return;
  await db.$executeRaw`
    with ended as (update job_run set status = 'cancelled', finished_at = ${now}, lease_owner = null, debounce_key = null where id = any(${runIds}::uuid[]) and finished_at is null returning id),
      gone as (delete from job_wait where run_id in (select id from ended))
    update job_step set status = 'dropped' where run_id in (select id from ended) and status in ('planned', 'sleeping', 'waiting')`;
}

async function endRunsBy(db: Db, { functionId, withinMs, ends }: Ending, workspaceId: string | null, now: Date): Promise<void> {
  const open = await db.$queryRaw<{ id: string; event: EventRow; createdAt: Date; workspaceId: string | null }[]>`
    select id, event, created_at as "createdAt", workspace_id as "workspaceId" from job_run where function_id = ${functionId} and finished_at is null`;
  const ours = open.filter((run) => (workspaceId === null || run.workspaceId === null || run.workspaceId === workspaceId) && (withinMs === null || now.getTime() - run.createdAt.getTime() <= withinMs) && ends(run.event));
  await endRuns(db, ours.map((run) => run.id), now);
}

/** Cancels runs that have not begun, or not ended, in the time that their function gives them. */
export const endOverdue = (limits: readonly { functionId: string; startMs: number | null; finishMs: number | null }[], now: Date): Promise<void> => throughDoor('jobs', async (db) => {
  const late = await db.$queryRaw<{ id: string }[]>`
    select r.id from job_run r join jsonb_to_recordset(${json(limits.map((l) => ({ function_id: l.functionId, start_ms: l.startMs, finish_ms: l.finishMs })))}::jsonb) as l (function_id text, start_ms float8, finish_ms float8) using (function_id)
    where r.finished_at is null and ((r.started_at is null and r.created_at + l.start_ms * interval '1 ms' <= ${now}) or r.started_at + l.finish_ms * interval '1 ms' <= ${now})`;
  await endRuns(db, late.map((row) => row.id), now);
});

export type Cron = { functionId: string; cron: string };

/**
 * Ticks every cron whose time has come: `due` says which tick, `run` makes its run. A cron seen for the first time starts from now.
 * The row's lock and the run's idempotency key keep several instances from ticking twice. Gives when each last ticked.
 */
export const tickCrons = (crons: readonly Cron[], now: Date, due: (cron: Cron, last: Date) => Date | null, run: (cron: Cron, tick: Date) => NewRun): Promise<(Cron & { last: Date })[]> => throughDoor('jobs', async (db) => {
  await db.jobCron.createMany({ data: crons.map((cron) => ({ ...cron, lastTickAt: now })), skipDuplicates: true });
  const rows = await db.$queryRaw<(Cron & { last: Date })[]>`select function_id as "functionId", cron, last_tick_at as last from job_cron order by function_id, cron for update`;
  const known = rows.filter((row) => crons.some((cron) => cron.functionId === row.functionId && cron.cron === row.cron));
  const runs: NewRun[] = [];
  for (const row of known) {
    const tick = due(row, row.last);
    if (!tick) continue;
    runs.push(run(row, tick));
    await db.$executeRaw`update job_cron set last_tick_at = ${tick} where function_id = ${row.functionId} and cron = ${row.cron}`;
    row.last = tick;
  }
  const [last] = runs.length === 0 ? [] : await db.$queryRaw<{ number: number }[]>`select ${LAST_EVENT}::float8 as number`;
  await insertRuns(db, runs.map((made) => ({ ...made, horizon: last?.number ?? 0 })), now);
  return known;
});

/** Every cron that ticks, with its latest run, by function. */
export const lastTicks = (): Promise<(Cron & { status: string | null; startedAt: Date | null; finishedAt: Date | null })[]> => throughDoor('jobs', (db) => db.$queryRaw`
  select c.function_id as "functionId", c.cron, r.status, r.started_at as "startedAt", r.finished_at as "finishedAt"
  from job_cron c left join lateral (
    select status, started_at, finished_at from job_run where lane = c.function_id || chr(10) and workspace_id is null and event ->> 'name' = 'inngest/scheduled.timer' order by created_at desc limit 1
  ) r on true order by c.function_id, c.cron`);

// ── Leases ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

const CLAIMS = 7_402_117; // any number, the same in every instance

export type Claim = {
  owner: string; now: Date; leaseUntil: Date; capacity: number;
  /** Runs that this process has in its hands: not to be taken again, whatever a clock says. */
  held: readonly string[];
  /** Of every function that this process knows: how many runs of a lane may be at work at once; null: no limit. */
  limits: Readonly<Record<string, number | null>>;
  /** Those of them whose runs have a priority of their own. */
  ranked: readonly string[];
};

/**
 * Takes runs that are due, at most `capacity`: lanes take turns, so that one workspace's thousand runs do not stand before
 * another's one; a lane at its limit waits. One instance claims at a time, which is what makes the limits hold. `nextDueAt`: the
 * earliest time at which an unfinished run that nobody here holds is due (in the past: it had no place).
 */
export const claimRuns = ({ owner, now, leaseUntil, capacity, held, limits, ranked }: Claim): Promise<{ runs: RunRow[]; nextDueAt: Date | null }> => throughDoor('jobs', async (db) => {
  await db.$queryRaw`select pg_advisory_xact_lock(${CLAIMS})::text as locked`;
  const taken = capacity <= 0 ? [] : await db.$queryRaw<(Omit<RunRow, 'steps' | 'news'> & { fresh: boolean })[]>`
    with recursive lanes (lane) as (
      (select lane from job_run where finished_at is null order by lane limit 1)
      union all
      select (select r.lane from job_run r where r.finished_at is null and r.lane > l.lane order by r.lane limit 1) from lanes l where l.lane is not null
    ), known as (
      select lane, (${JSON.stringify(limits)}::jsonb ->> split_part(lane, chr(10), 1))::int as max, split_part(lane, chr(10), 1) = any(${ranked}::text[]) as ranked
      from lanes where lane is not null and jsonb_exists(${JSON.stringify(limits)}::jsonb, split_part(lane, chr(10), 1))
    ), room as (
      select lane, ranked, case when max is null then ${capacity}::bigint else least(${capacity}::bigint, greatest(0, max - (
        select count(*) from job_run b where b.lane = known.lane and b.finished_at is null and b.status = 'running' and (b.due_at > ${now} or b.id = any(${held}::uuid[]))))) end as free
      from known
    ), due as (
      select r.id, r.due_at, row_number() over (partition by room.lane order by r.due_at, r.id) as turn
      from room cross join lateral (
        select id, due_at from job_run where lane = room.lane and finished_at is null and due_at <= ${now} and not (id = any(${held}::uuid[]))
        order by due_at, id limit room.free
      ) r where not room.ranked
      union all
      select r.id, r.due_at, row_number() over (partition by room.lane order by r.due_at - r.priority * interval '1 s', r.id) as turn
      from room cross join lateral (
        select id, due_at, priority from job_run where lane = room.lane and finished_at is null and due_at <= ${now} and not (id = any(${held}::uuid[]))
        order by due_at - priority * interval '1 s', id limit room.free
      ) r where room.ranked
    ), turns as (select id, turn, due_at from due order by turn, due_at limit ${capacity}), before as (select r.id, r.status, r.started_at from job_run r join turns using (id))
    update job_run r set status = 'running', lease_owner = ${owner}, due_at = ${leaseUntil}, started_at = coalesce(r.started_at, ${now}), debounce_key = null, news = false,
      seen = case when before.status = 'running' then r.seen else ${LAST_EVENT} end,
      interruptions = r.interruptions + (before.status = 'running')::int
    from before where r.id = before.id and r.finished_at is null and r.due_at <= ${now}
    returning r.id, r.workspace_id as "workspaceId", r.function_id as "functionId", r.event, r.attempt, r.interruptions, r.horizon::float8 as horizon, r.seen::float8 as seen, before.started_at is null as fresh`;
  const begun = taken.filter((run) => !run.fresh).map((run) => run.id);
  const steps = begun.length === 0 ? [] : await db.jobStep.findMany({ where: { runId: { in: begun } }, orderBy: { createdAt: 'asc' } });
  const news = steps.some((step) => step.status === 'waiting') ? await newsOf(db, begun) : [];
  const [next] = await db.$queryRaw<{ at: Date | null }[]>`
    select min(due_at) as at from job_run where finished_at is null and not (id = any(${[...held, ...taken.map((run) => run.id)]}::uuid[]))`;
  const whole = ({ fresh: _, ...run }: (typeof taken)[number]): RunRow => ({
    ...run, news: news.filter((one) => one.runId === run.id),
    steps: steps.filter((step) => step.runId === run.id).map((step) => ({ ...step, horizon: Number(step.horizon) })),
  });
  return { runs: taken.map(whole), nextDueAt: next?.at ?? null };
});

/** Lengthens the leases of runs at work; gives those that are still this owner's. */
export const extendLeases = async (owner: string, runIds: readonly string[], until: Date): Promise<Set<string>> => new Set((await throughDoor('jobs', (db) => db.$queryRaw<{ id: string }[]>`
  update job_run set due_at = ${until} where id = any(${runIds}::uuid[]) and lease_owner = ${owner} and status = 'running' returning id`)).map((row) => row.id));

/** Gives runs back as they are, due at once. */
export const releaseRuns = (owner: string, runIds: readonly string[], now: Date): Promise<number> => throughDoor('jobs', (db) => db.$executeRaw`
  update job_run set status = 'queued', lease_owner = null, due_at = ${now} where id = any(${runIds}::uuid[]) and lease_owner = ${owner} and status = 'running'`);

/** Ends every lease: for a process that knows itself alone, so that what a killed one held need not wait. Such a run counts as interrupted. */
export const endLeases = (now: Date): Promise<number> => throughDoor('jobs', (db) => db.$executeRaw`update job_run set due_at = ${now} where status = 'running' and due_at > ${now}`);

/**
 * Writes progress of several runs in one transaction; gives those that were still this owner's. Of the others nothing is written.
 * A run that is given back while something has come for it is due at once.
 */
export const saveProgress = async (owner: string, progress: readonly Progress[], comesTrue: Plans['comesTrue'], now: Date): Promise<Map<string, Saved>> => {
  const runs = json(progress.map((p) => ({ id: p.runId, status: p.status, attempt: p.attempt, interruptions: p.interruptions, due_at: p.dueAt, output: p.output, error: p.error, finished_at: p.finishedAt })));
  const steps = json(progress.flatMap((p) => p.steps.map((step) => ({
    id: uuidv7(), run_id: p.runId, workspace_id: p.workspaceId, step_id: step.stepId, name: step.name, op: step.op, status: step.status, attempt: step.attempt,
    data: step.data, error: step.error, options: step.options, wake_at: step.wakeAt, seq: step.seq, started_at: step.startedAt, finished_at: step.finishedAt, horizon: step.horizon,
  }))));
  const events = json(progress.flatMap((p) => (p.event ? [{ ...eventColumns(p.event), workspace_id: p.workspaceId, of: p.runId }] : [])));
  return throughDoor('jobs', async (db) => {
    const rows = await db.$queryRaw<(Saved & { id: string })[]>`
      with saved as (
        update job_run r set status = p.status, attempt = p.attempt, interruptions = p.interruptions, output = p.output, error = p.error, finished_at = p.finished_at, seen = ${LAST_EVENT},
          due_at = case when r.news and p.status <> 'running' and p.due_at is not null then least(p.due_at, ${now}) else coalesce(p.due_at, r.due_at) end,
          lease_owner = case when p.status = 'running' then r.lease_owner end
        from jsonb_to_recordset(${runs}::jsonb) as p (id uuid, status text, attempt int, interruptions int, due_at timestamptz, output jsonb, error jsonb, finished_at timestamptz)
        where r.id = p.id and r.lease_owner = ${owner} and r.status = 'running' returning r.id, r.news, r.seen
      ), steps as (
        insert into job_step (id, run_id, workspace_id, step_id, name, op, status, attempt, data, error, options, wake_at, seq, started_at, finished_at, horizon)
        select s.* from jsonb_to_recordset(${steps}::jsonb) as s (id uuid, run_id uuid, workspace_id uuid, step_id text, name text, op text, status text, attempt int, data jsonb, error jsonb, options jsonb, wake_at timestamptz, seq int, started_at timestamptz, finished_at timestamptz, horizon bigint)
        where s.run_id in (select id from saved)
        on conflict (run_id, step_id) do update set op = excluded.op, status = excluded.status, attempt = excluded.attempt, data = excluded.data, error = excluded.error,
          options = excluded.options, wake_at = excluded.wake_at, seq = excluded.seq, started_at = excluded.started_at, finished_at = excluded.finished_at, horizon = excluded.horizon
      ), announced as (
        insert into job_event (id, workspace_id, event_id, name, data, ts)
        select e.id, e.workspace_id, e.event_id, e.name, e.data, to_timestamp(e.ts / 1000.0) from jsonb_to_recordset(${events}::jsonb) as e (id uuid, of uuid, workspace_id uuid, event_id text, name text, data jsonb, ts float8)
        where e.of in (select id from saved) on conflict do nothing
      )
      select id, news, seen::float8 as horizon from saved`;
    const saved = new Map(rows.map(({ id, ...row }) => [id, row]));
    const kept = progress.filter((p) => saved.has(p.runId));
    const over = kept.flatMap((p) => p.over.map((stepId) => ({ run_id: p.runId, step_id: stepId })));
    if (over.length > 0) await db.$executeRaw`delete from job_wait w using jsonb_to_recordset(${json(over)}::jsonb) as o (run_id uuid, step_id text) where w.run_id = o.run_id and w.step_id = o.step_id`;
    const waiting = kept.filter((p) => p.waits.length > 0);
    if (waiting.length > 0) for (const id of await storeWaits(db, waiting, comesTrue, now)) saved.set(id, { ...saved.get(id)!, news: true });
    return saved;
  });
};

/** Removes at most `most` each of what ended before a time: finished runs with their steps, events whose runs are made, sent outbox rows. */
export const forgetJobs = (before: Date, now: Date, most: number): Promise<{ runs: number; events: number; sent: number }> => throughDoor('jobs', async (db) => {
  const runs = await db.$executeRaw`delete from job_run where id in (select id from job_run where finished_at < ${before} limit ${most})`;
  const events = await db.$executeRaw`delete from job_event where id in (select id from job_event where planned_at < ${before} limit ${most})`;
  const sent = await db.$executeRaw`delete from outbox_event where id in (select id from outbox_event where sent_at < ${before} limit ${most})`;
  await db.$executeRaw`delete from job_throttle where free_at < ${now}`;
  return { runs, events, sent };
});

/** The database's clock, which all instances share. */
export const databaseTime = async (): Promise<Date> => (await throughDoor('jobs', (db) => db.$queryRaw<{ at: Date }[]>`select clock_timestamp() as at`))[0]!.at;

/** Ids of all workspaces, for what is done in each of them by the clock. */
export const everyWorkspace = async (): Promise<string[]> => (await throughDoor('jobs', (db) => db.workspace.findMany({ select: { id: true }, orderBy: { id: 'asc' } }))).map((row) => row.id);
