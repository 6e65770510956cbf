/**
 * The jobs door, work: runs that are due are taken under a lease, and their progress is written. Every write is fenced by the
 * lease: who lost it writes nothing.
 */
import { v7 as uuidv7 } from 'uuid';
import { throughDoor } from '../../db/tenancy';
import { eventColumns, json, LAST_EVENT, type EventRow } from './events';
import { newsOf, storeWaits, type News, type NewWait, type Plans } from './waits';

export type StepRow = {
  stepId: string; name: string; op: string; status: string; attempt: number; data: unknown; error: unknown; options: unknown;
  wakeAt: Date | null; seq: number | null; startedAt: Date | null; finishedAt: Date | null; horizon: number;
};
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
