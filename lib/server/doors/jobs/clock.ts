/** The jobs door, what is done by the clock in all workspaces: crons that tick, and what is forgotten in time. */
import { throughDoor } from '../../db/tenancy';
import { LAST_EVENT } from './events';
import { insertRuns, type NewRun } from './runs';

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
