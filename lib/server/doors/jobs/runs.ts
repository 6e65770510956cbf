/** The jobs door, runs: made through the gates of their function (debounce, rate, throttle, singleton), and ended from outside. */
import { v7 as uuidv7 } from 'uuid';
import { throughDoor } from '../../db/tenancy';
import { json, workspaceOf, type Db, type EventRow } from './events';

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

type Planned = NewRun & { horizon: number };

export async function insertRuns(db: Db, given: Planned[], now: Date): Promise<void> {
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

/** Cancels unfinished runs. Whoever has one in hand finds its lease gone and writes nothing more. */
export async function endRuns(db: Db, runIds: readonly string[], now: Date): Promise<void> {
  if (runIds.length === 0) return;
  await db.$executeRaw`
    with ended as (update job_run set status = 'cancelled', finished_at = ${now}, lease_owner = null, debounce_key = null where id = any(${runIds}::uuid[]) and finished_at is null returning id),
      gone as (delete from job_wait where run_id in (select id from ended))
    update job_step set status = 'dropped' where run_id in (select id from ended) and status in ('planned', 'sleeping', 'waiting')`;
}

export async function endRunsBy(db: Db, { functionId, withinMs, ends }: Ending, workspaceId: string | null, now: Date): Promise<void> {
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
