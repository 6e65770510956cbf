/** The workspace's own runs. Runs of no workspace (ticks of the clock) are nobody's to see here. */
import { z } from 'zod';
import { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { jobError, runStatus, stepStatus, type JobRun, type JobRunDetail, type RunQuery, type RunStatus } from './schema';

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

export async function findRun(scope: Scope, id: string): Promise<JobRunDetail | null> {
  const row = await db(scope).jobRun.findFirst({ where: { id }, select: { ...COLUMNS, output: true, steps: true } });
  if (!row) return null;
  const { output, steps, ...run } = row;
  return {
    ...toRun(run), output, eventData: eventShape.parse(run.event).data,
    // In the order in which they ended, then those under way.
    steps: steps.sort((a, b) => (a.seq ?? Infinity) - (b.seq ?? Infinity) || a.createdAt.getTime() - b.createdAt.getTime()).map((step) => ({
      name: step.name, kind: step.op === 'Sleep' ? 'sleep' : 'step', status: stepStatus.parse(step.status), attempt: step.attempt, data: step.data,
      error: readError(step.error), wakeAt: step.wakeAt, startedAt: step.startedAt, finishedAt: step.finishedAt,
    })),
  };
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
