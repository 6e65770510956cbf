/** The workspace's own runs. Runs of no workspace (ticks of the clock) are nobody's to see here. */
import { z } from 'zod';
import { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { jobError, runStatus, stepStatus, type EventQuery, type JobEventSeen, type JobRun, type JobRunDetail, type JobStep, type RunLink, type RunQuery, type RunStatus } from './schema';
import { v7 as uuidv7 } from 'uuid';

const PREFIX = 'winloop-';
const COLUMNS = { id: true, functionId: true, status: true, attempt: true, event: true, error: true, dueAt: true, createdAt: true, startedAt: true, finishedAt: true } as const;
const WAITING: readonly RunStatus[] = ['queued', 'sleeping', 'waiting'];

const eventShape = z.object({ name: z.string(), data: z.record(z.string(), z.unknown()) });
const readError = (error: unknown) => (error === null ? null : (jobError.safeParse(error).data ?? { name: 'Error', message: 'No words were kept.' }));

type Row = Prisma.JobRunGetPayload<{ select: typeof COLUMNS }>;
function toRun({ functionId, event, error, status, dueAt, ...row }: Row): JobRun {
  const state = runStatus.parse(status);
  return { ...row, status: state, functionName: functionId.replace(PREFIX, ''), eventName: eventShape.parse(event).name, error: readError(error), dueAt: WAITING.includes(state) ? dueAt : null };
}

/** Newest first. Ids grow with time, so the id is the cursor. */
export async function findRuns(scope: Scope, { status, functionName, cursor, limit }: RunQuery): Promise<JobRun[]> {
  const rows = await db(scope).jobRun.findMany({
    where: { ...(status ? { status } : {}), ...(functionName ? { functionId: PREFIX + functionName } : {}), ...(cursor ? { id: { lt: cursor } } : {}) },
    select: COLUMNS, orderBy: { id: 'desc' }, take: limit,
  });
  return rows.map(toRun);
}

export async function countRuns(scope: Scope): Promise<Partial<Record<RunStatus, number>>> {
  const groups = await db(scope).jobRun.groupBy({ by: ['status'], _count: true });
  return Object.fromEntries(groups.map((group) => [runStatus.parse(group.status), group._count]));
}

export async function functionNames(scope: Scope): Promise<string[]> {
  const groups = await db(scope).jobRun.groupBy({ by: ['functionId'], orderBy: { functionId: 'asc' } });
  return groups.map((group) => group.functionId.replace(PREFIX, ''));
}

const LINK = { id: true, functionId: true, status: true } as const;
const toLink = ({ id, functionId, status }: { id: string; functionId: string; status: string }): RunLink => ({ id, functionName: functionId.replace(PREFIX, ''), status: runStatus.parse(status) });

const kinds: Readonly<Record<string, JobStep['kind']>> = { Sleep: 'sleep', WaitForEvent: 'wait', InvokeFunction: 'invoke' };
const waitOptions = z.object({ event: z.string(), if: z.string().nullish() });
const invokeOptions = z.object({ run: z.uuid(), function: z.string() });

function toStep({ name, op, status, attempt, data, error, options, wakeAt, createdAt, startedAt, finishedAt }: Prisma.JobStepGetPayload<object>): JobStep {
  const waits = waitOptions.safeParse(options).data;
  const invokes = invokeOptions.safeParse(options).data;
  return {
    name, kind: kinds[op] ?? 'step', status: stepStatus.parse(status), attempt, data, error: readError(error), wakeAt, createdAt, startedAt, finishedAt,
    waitsFor: op === 'WaitForEvent' && waits ? { event: waits.event, if: waits.if ?? null } : null,
    invoked: op === 'InvokeFunction' && invokes ? { runId: invokes.run, functionName: invokes.function.replace(PREFIX, '') } : null,
  };
}

export async function findRun(scope: Scope, id: string): Promise<JobRunDetail | null> {
  const row = await db(scope).jobRun.findFirst({ where: { id }, select: { ...COLUMNS, output: true, parentRunId: true, replayOf: true, steps: true } });
  if (!row) return null;
  const { output, steps, parentRunId, replayOf, ...run } = row;
  const related = await db(scope).jobRun.findMany({
    where: { OR: [{ id: { in: [parentRunId, replayOf].filter((other) => other !== null) } }, { parentRunId: id }, { replayOf: id }] },
    select: { ...LINK, parentRunId: true, replayOf: true }, orderBy: { id: 'asc' }, take: 200,
  });
  const sent = await db(scope).jobEvent.findMany({ where: { runId: id }, orderBy: { number: 'asc' }, take: 100 });
  const runs = await runsOfEvents(scope, sent);
  const one = (other: string | null): RunLink | null => related.filter((link) => link.id === other).map(toLink)[0] ?? null;
  return {
    ...toRun(run), output, eventData: eventShape.parse(run.event).data,
    // In the order in which they ended, then those under way.
    steps: steps.sort((a, b) => (a.seq ?? Infinity) - (b.seq ?? Infinity) || a.createdAt.getTime() - b.createdAt.getTime()).map(toStep),
    parent: one(parentRunId), children: related.filter((link) => link.parentRunId === id).map(toLink),
    replayOf: one(replayOf), replays: related.filter((link) => link.replayOf === id).map(toLink),
    sent: sent.map(({ number, name, receivedAt, eventId }) => ({ number: String(number), name, receivedAt, runs: runs.get(eventId) ?? [] })),
  };
}

/** A debounced run is older than the last of its events: so far back is looked. */
const EARLIER = 86_400_000;

/** The runs that these events made (or moved to themselves), by the events' own ids. */
async function runsOfEvents(scope: Scope, events: readonly { eventId: string; receivedAt: Date }[]): Promise<Map<string, RunLink[]>> {
  const made = new Map<string, RunLink[]>();
  if (events.length === 0) return made;
  const from = new Date(Math.min(...events.map(({ receivedAt }) => receivedAt.getTime())) - EARLIER);
  const rows = await db(scope).$queryRaw<{ id: string; functionId: string; status: string; eventId: string }[]>`
    select id, function_id as "functionId", status, event ->> 'id' as "eventId" from job_run
    where workspace_id = ${scope.workspaceId}::uuid and created_at >= ${from} and event ->> 'id' = any(${events.map(({ eventId }) => eventId)}::text[]) order by id`;
  for (const { eventId, ...row } of rows) made.set(eventId, [...(made.get(eventId) ?? []), toLink(row)]);
  return made;
}

/** Newest first, by the order in which they came in. */
export async function findEvents(scope: Scope, { name, cursor, limit }: EventQuery): Promise<JobEventSeen[]> {
  const rows = await db(scope).jobEvent.findMany({ where: { ...(name ? { name } : {}), ...(cursor ? { number: { lt: BigInt(cursor) } } : {}) }, orderBy: { number: 'desc' }, take: limit });
  const runs = await runsOfEvents(scope, rows);
  const senders = await db(scope).jobRun.findMany({ where: { id: { in: rows.map((row) => row.runId).filter((id) => id !== null) } }, select: LINK });
  return rows.map((row) => ({
    number: String(row.number), name: row.name, receivedAt: row.receivedAt, data: eventShape.shape.data.parse(row.data), runs: runs.get(row.eventId) ?? [],
    sender: senders.filter(({ id }) => id === row.runId).map(toLink)[0] ?? null,
  }));
}

export async function eventNames(scope: Scope): Promise<string[]> {
  return (await db(scope).jobEvent.groupBy({ by: ['name'], orderBy: { name: 'asc' } })).map((group) => group.name);
}

/** Makes the run that repeats another from its beginning; `fresh` is false when this click has made it already. */
export async function insertReplay(scope: Scope, id: string, click: string, at: Date): Promise<{ id: string; fresh: boolean }> {
  const key = `replay ${id} ${click}`;
  const made = await db(scope).$executeRaw`
    insert into job_run (id, workspace_id, function_id, event, idempotency_key, lane, status, due_at, created_at, priority, horizon, replay_of)
    select ${uuidv7()}::uuid, workspace_id, function_id, event, ${key}, lane, 'queued', ${at}, ${at}, priority, coalesce((select max(number) from job_event), 0), id from job_run where id = ${id}::uuid
    on conflict (idempotency_key) do nothing`;
  const row = await db(scope).jobRun.findUniqueOrThrow({ where: { idempotencyKey: key }, select: { id: true } });
  return { id: row.id, fresh: made === 1 };
}

/** Ends an unfinished run; false when it has ended already. Whoever runs it finds its lease gone and writes nothing more. */
export async function endRun(scope: Scope, id: string, at: Date): Promise<boolean> {
  const { count } = await db(scope).jobRun.updateMany({ where: { id, finishedAt: null }, data: { status: 'cancelled', finishedAt: at, leaseOwner: null, debounceKey: null } });
  if (count === 1) {
    await db(scope).jobStep.updateMany({ where: { runId: id, status: { in: ['planned', 'sleeping', 'waiting'] } }, data: { status: 'dropped' } });
    await db(scope).jobWait.deleteMany({ where: { runId: id } });
  }
  return count === 1;
}

/** Queues an ended run again with what it had finished; its failed and dropped steps are forgotten. False when it is not to be retried. */
export async function requeueRun(scope: Scope, id: string, at: Date): Promise<boolean> {
  const { count } = await db(scope).jobRun.updateMany({
    where: { id, status: { in: ['failed', 'cancelled'] } },
    data: { status: 'queued', attempt: 0, interruptions: 0, dueAt: at, leaseOwner: null, error: Prisma.DbNull, finishedAt: null },
  });
  if (count === 1) await db(scope).jobStep.deleteMany({ where: { runId: id, status: { in: ['failed', 'dropped'] } } });
  return count === 1;
}
