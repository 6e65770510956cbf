/**
 * The jobs door: outbox, events, runs and steps of all workspaces, for the relay and the embedded runner. Times come from the
 * caller's clock. Every write of a run's progress is fenced by its lease: who lost it writes nothing.
 */
import { v7 as uuidv7 } from 'uuid';
import { throughDoor } from '../db/tenancy';

/** Wire format of the event: name, data, and time in milliseconds. */
export type EventRow = { id: string; name: string; data: Record<string, unknown>; ts: number };
export type NewRun = { workspaceId: string | null; functionId: string; event: EventRow; idempotencyKey: string; lane: string; dueAt: Date; /** The key holds for 24 hours and not for ever. */ expires: boolean; debounce: Debounce | null };
/** While a run with this key has not begun, another event moves it: to that event and to `until`, but not beyond `longestMs` after it was made. */
export type Debounce = { key: string; until: Date; longestMs: number | null };
export type StepRow = {
  stepId: string; name: string; op: string; status: string; attempt: number; data: unknown; error: unknown; options: unknown;
  wakeAt: Date | null; seq: number | null; startedAt: Date | null; finishedAt: Date | null;
};
export type RunRow = { id: string; workspaceId: string | null; functionId: string; event: EventRow; attempt: number; interruptions: number; steps: StepRow[] };
export type Progress = {
  runId: string; workspaceId: string | null; status: 'running' | 'queued' | 'sleeping' | 'completed' | 'failed';
  attempt: number; interruptions: number; steps: StepRow[];
  /** Given back until then; null: the lease is kept (or the run is over). */
  dueAt: Date | null;
  output: unknown; error: unknown; finishedAt: Date | null;
  /** Announced with this progress: that the run failed. */
  event: EventRow | null;
};

const BATCH = 500;
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
  insert into job_event (id, workspace_id, event_id, name, data, ts)
  select id, workspace_id, event_id, name, data, to_timestamp(ts / 1000.0) from jsonb_to_recordset(${json(events.map(eventColumns))}::jsonb)
    as e (id uuid, workspace_id uuid, event_id text, name text, data jsonb, ts float8)
  on conflict do nothing`);

const eventColumns = (event: EventRow) => ({ id: uuidv7(), workspace_id: workspaceOf(event), event_id: event.id, name: event.name, data: event.data, ts: event.ts });

/**
 * Takes in what the outbox holds and makes the runs of events that have none yet (`plan` says which), in one transaction: an event
 * is either still to be taken in, or its runs are there. True when more may wait.
 */
export const takeInEvents = (now: Date, plan: (event: EventRow, workspaceId: string | null) => NewRun[]): Promise<boolean> => throughDoor('jobs', async (db) => {
  const received = await db.$executeRaw`
    with taken as (select id, workspace_id, event_id, name, data, created_at from outbox_event where sent_at is null order by created_at limit ${BATCH} for update skip locked),
      received as (insert into job_event (id, workspace_id, event_id, name, data, ts)
        select id, workspace_id, event_id, name, data, created_at from taken on conflict do nothing)
    update outbox_event o set sent_at = ${now}, attempts = o.attempts + 1 from taken where o.id = taken.id`;
  const rows = await db.$queryRaw<(Omit<EventRow, 'ts'> & { rowId: string; workspaceId: string | null; ts: Date })[]>`
    select id as "rowId", workspace_id as "workspaceId", event_id as id, name, data, ts from job_event where planned_at is null order by received_at limit ${BATCH} for update skip locked`;
  if (rows.length > 0) {
    const runs = rows.flatMap(({ id, workspaceId, name, data, ts }) => plan({ id, name, data, ts: ts.getTime() }, workspaceId));
    await insertRuns(db, runs, now);
    await db.$executeRaw`update job_event set planned_at = ${now} where id = any(${rows.map((row) => row.rowId)}::uuid[])`;
  }
  return received === BATCH || rows.length === BATCH;
});

type Db = Parameters<Parameters<typeof throughDoor>[1]>[0];

async function insertRuns(db: Db, runs: NewRun[], now: Date): Promise<void> {
  if (runs.length === 0) return;
  const expiring = runs.filter((run) => run.expires).map((run) => run.idempotencyKey);
  if (expiring.length > 0) {
    // A key of the function's own holds for 24 hours; after that its old run lets go of it.
    await db.$executeRaw`update job_run set idempotency_key = idempotency_key || ' ' || id where idempotency_key = any(${expiring}::text[]) and created_at < ${new Date(now.getTime() - 86_400_000)}`;
  }
  const columns = ({ workspaceId, functionId, event, idempotencyKey, lane, dueAt, debounce }: NewRun) => ({
    id: uuidv7(), workspace_id: workspaceId, function_id: functionId, event, idempotency_key: idempotencyKey, lane, due_at: dueAt, debounce_key: debounce?.key ?? null, longest: debounce?.longestMs ?? null,
  });
  const plain = runs.filter((run) => !run.debounce);
  if (plain.length > 0) await db.$executeRaw`
    insert into job_run (id, workspace_id, function_id, event, idempotency_key, lane, status, due_at, created_at)
    select id, workspace_id, function_id, event, idempotency_key, lane, 'queued', due_at, ${now} from jsonb_to_recordset(${json(plain.map(columns))}::jsonb)
      as r (id uuid, workspace_id uuid, function_id text, event jsonb, idempotency_key text, lane text, due_at timestamptz)
    on conflict (idempotency_key) do nothing`;
  // Of the same key only the last, and one that waits already is moved to it.
  const debounced = [...new Map(runs.flatMap((run) => (run.debounce ? [[run.debounce.key, run] as const] : []))).values()];
  if (debounced.length > 0) await db.$executeRaw`
    with given as (select * from jsonb_to_recordset(${json(debounced.map(columns))}::jsonb)
      as r (id uuid, workspace_id uuid, function_id text, event jsonb, idempotency_key text, lane text, due_at timestamptz, debounce_key text, longest float8))
    insert into job_run as waiting (id, workspace_id, function_id, event, idempotency_key, lane, status, due_at, created_at, debounce_key)
    select id, workspace_id, function_id, event, idempotency_key, lane, 'queued', least(due_at, ${now}::timestamptz + longest * interval '1 ms'), ${now}, debounce_key from given
    on conflict (debounce_key) do update set event = excluded.event, idempotency_key = excluded.idempotency_key,
      due_at = least(excluded.due_at, waiting.created_at + (select longest from given where debounce_key = excluded.debounce_key) * interval '1 ms')`;
}

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
  await insertRuns(db, runs, now);
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
};

/**
 * Takes runs that are due, at most `capacity`: lanes take turns, so that one workspace's thousand runs do not stand before
 * another's one; a lane at its limit waits. One instance claims at a time, which is what makes the limits hold. `nextDueAt`: the
 * earliest time at which an unfinished run that nobody here holds is due (in the past: it had no place).
 */
export const claimRuns = ({ owner, now, leaseUntil, capacity, held, limits }: Claim): Promise<{ runs: RunRow[]; nextDueAt: Date | null }> => throughDoor('jobs', async (db) => {
  await db.$queryRaw`select pg_advisory_xact_lock(${CLAIMS})::text as locked`;
  const taken = capacity <= 0 ? [] : await db.$queryRaw<(Omit<RunRow, 'steps'> & { fresh: boolean })[]>`
    with recursive lanes (lane) as (
      (select lane from job_run where finished_at is null order by lane limit 1)
      union all
      select (select r.lane from job_run r where r.finished_at is null and r.lane > l.lane order by r.lane limit 1) from lanes l where l.lane is not null
    ), known as (
      select lane, (${JSON.stringify(limits)}::jsonb ->> split_part(lane, chr(10), 1))::int as max
      from lanes where lane is not null and jsonb_exists(${JSON.stringify(limits)}::jsonb, split_part(lane, chr(10), 1))
    ), due as (
      select r.id, r.due_at, row_number() over (partition by known.lane order by r.due_at, r.id) as turn
      from known cross join lateral (
        select id, due_at from job_run where lane = known.lane and finished_at is null and due_at <= ${now} and not (id = any(${held}::uuid[]))
        order by due_at, id
        limit case when known.max is null then ${capacity}::bigint else least(${capacity}::bigint, greatest(0, known.max - (
          select count(*) from job_run b where b.lane = known.lane and b.finished_at is null and b.status = 'running' and (b.due_at > ${now} or b.id = any(${held}::uuid[]))))) end
      ) r
    ), turns as (select id, turn, due_at from due order by turn, due_at limit ${capacity}), before as (select r.id, r.status, r.started_at from job_run r join turns using (id))
    update job_run r set status = 'running', lease_owner = ${owner}, due_at = ${leaseUntil}, started_at = coalesce(r.started_at, ${now}), debounce_key = null,
      interruptions = r.interruptions + (before.status = 'running')::int
    from before where r.id = before.id and r.finished_at is null and r.due_at <= ${now}
    returning r.id, r.workspace_id as "workspaceId", r.function_id as "functionId", r.event, r.attempt, r.interruptions, before.started_at is null as fresh`;
  const begun = taken.filter((run) => !run.fresh).map((run) => run.id);
  const steps = begun.length === 0 ? [] : await db.jobStep.findMany({ where: { runId: { in: begun } }, orderBy: { createdAt: 'asc' } });
  const [next] = await db.$queryRaw<{ at: Date | null }[]>`select min(due_at) as at from job_run where finished_at is null and not (id = any(${[...held, ...taken.map((run) => run.id)]}::uuid[]))`;
  return { runs: taken.map(({ fresh: _, ...run }) => ({ ...run, steps: steps.filter((step) => step.runId === run.id) })), nextDueAt: next?.at ?? null };
});

/** Lengthens the leases of runs at work; gives those that are still this owner's. */
export const extendLeases = async (owner: string, runIds: readonly string[], until: Date): Promise<Set<string>> => new Set((await throughDoor('jobs', (db) => db.$queryRaw<{ id: string }[]>`
  update job_run set due_at = ${until} where id = any(${runIds}::uuid[]) and lease_owner = ${owner} and status = 'running' returning id`)).map((row) => row.id));

/** Gives runs back as they are, due at once. */
export const releaseRuns = (owner: string, runIds: readonly string[], now: Date): Promise<number> => throughDoor('jobs', (db) => db.$executeRaw`
  update job_run set status = 'queued', lease_owner = null, due_at = ${now} where id = any(${runIds}::uuid[]) and lease_owner = ${owner} and status = 'running'`);

/** Ends every lease: for a process that knows itself alone, so that what a killed one held need not wait. Such a run counts as interrupted. */
export const endLeases = (now: Date): Promise<number> => throughDoor('jobs', (db) => db.$executeRaw`update job_run set due_at = ${now} where status = 'running' and due_at > ${now}`);

/** Writes progress of several runs in one statement; gives those that were still this owner's. Of the others nothing is written. */
export const saveProgress = async (owner: string, progress: readonly Progress[]): Promise<Set<string>> => {
  const runs = json(progress.map((p) => ({ id: p.runId, status: p.status, attempt: p.attempt, interruptions: p.interruptions, due_at: p.dueAt, output: p.output, error: p.error, finished_at: p.finishedAt })));
  const steps = json(progress.flatMap((p) => p.steps.map((step) => ({
    id: uuidv7(), run_id: p.runId, workspace_id: p.workspaceId, step_id: step.stepId, name: step.name, op: step.op, status: step.status, attempt: step.attempt,
    data: step.data, error: step.error, options: step.options, wake_at: step.wakeAt, seq: step.seq, started_at: step.startedAt, finished_at: step.finishedAt,
  }))));
  const events = json(progress.flatMap((p) => (p.event ? [{ ...eventColumns(p.event), workspace_id: p.workspaceId, run_id: p.runId }] : [])));
  const rows = await throughDoor('jobs', (db) => db.$queryRaw<{ id: string }[]>`
    with saved as (
      update job_run r set status = p.status, attempt = p.attempt, interruptions = p.interruptions, due_at = coalesce(p.due_at, r.due_at), output = p.output, error = p.error, finished_at = p.finished_at,
        lease_owner = case when p.status = 'running' then r.lease_owner end
      from jsonb_to_recordset(${runs}::jsonb) as p (id uuid, status text, attempt int, interruptions int, due_at timestamptz, output jsonb, error jsonb, finished_at timestamptz)
      where r.id = p.id and r.lease_owner = ${owner} and r.status = 'running' returning r.id
    ), steps as (
      insert into job_step (id, run_id, workspace_id, step_id, name, op, status, attempt, data, error, options, wake_at, seq, started_at, finished_at)
      select s.* from jsonb_to_recordset(${steps}::jsonb) as s (id uuid, run_id uuid, workspace_id uuid, step_id text, name text, op text, status text, attempt int, data jsonb, error jsonb, options jsonb, wake_at timestamptz, seq int, started_at timestamptz, finished_at timestamptz)
      where s.run_id in (select id from saved)
      on conflict (run_id, step_id) do update set op = excluded.op, status = excluded.status, attempt = excluded.attempt, data = excluded.data, error = excluded.error,
        options = excluded.options, wake_at = excluded.wake_at, seq = excluded.seq, started_at = excluded.started_at, finished_at = excluded.finished_at
    ), announced as (
      insert into job_event (id, workspace_id, event_id, name, data, ts)
      select e.id, e.workspace_id, e.event_id, e.name, e.data, to_timestamp(e.ts / 1000.0) from jsonb_to_recordset(${events}::jsonb) as e (id uuid, run_id uuid, workspace_id uuid, event_id text, name text, data jsonb, ts float8)
      where e.run_id in (select id from saved) on conflict do nothing
    )
    select id from saved`);
  return new Set(rows.map((row) => row.id));
};

/** The database's clock, which all instances share. */
export const databaseTime = async (): Promise<Date> => (await throughDoor('jobs', (db) => db.$queryRaw<{ at: Date }[]>`select clock_timestamp() as at`))[0]!.at;

/** Ids of all workspaces, for what is done in each of them by the clock. */
export const everyWorkspace = async (): Promise<string[]> => (await throughDoor('jobs', (db) => db.workspace.findMany({ select: { id: true }, orderBy: { id: 'asc' } }))).map((row) => row.id);
