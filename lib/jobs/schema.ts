/** What the Jobs page shows: runs of background functions and their steps. */
import { z } from 'zod';

export const RUN_STATUSES = ['queued', 'running', 'sleeping', 'waiting', 'completed', 'failed', 'cancelled'] as const;
export const runStatus = z.enum(RUN_STATUSES);
export type RunStatus = z.output<typeof runStatus>;

export const STEP_STATUSES = ['planned', 'sleeping', 'waiting', 'completed', 'failed', 'dropped'] as const;
export const stepStatus = z.enum(STEP_STATUSES);

/** An error as it is shown: its kind and its sentence. */
export const jobError = z.object({ name: z.string(), message: z.string() });

export const jobRun = z.object({
  id: z.uuid(),
  /** The function without the app's prefix: generate-insights. */
  functionName: z.string(),
  status: runStatus,
  /** Failed attempts of the function's own code since its last finished step. */
  attempt: z.int(),
  eventName: z.string(),
  error: jobError.nullable(),
  /** When it goes on, for a run that waits. */
  dueAt: z.date().nullable(),
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
});
export type JobRun = z.output<typeof jobRun>;

/** Another run, as a link to it. */
export const runLink = z.object({ id: z.uuid(), functionName: z.string(), status: runStatus });
export type RunLink = z.output<typeof runLink>;

export const jobStep = z.object({
  name: z.string(),
  kind: z.enum(['step', 'sleep', 'wait', 'invoke']),
  status: stepStatus,
  /** Failed attempts so far. */
  attempt: z.int(),
  /** Its result as JSON: ids and counts, rows carry the truth. */
  data: z.unknown(),
  error: jobError.nullable(),
  wakeAt: z.date().nullable(),
  /** When it was written down: planned, or ended where it ran at once. */
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
  /** The event that it waits or waited for, and what must hold of it. */
  waitsFor: z.object({ event: z.string(), if: z.string().nullable() }).nullable(),
  /** The run that it invoked. */
  invoked: z.object({ runId: z.uuid(), functionName: z.string() }).nullable(),
});
export type JobStep = z.output<typeof jobStep>;

/** An event by its number in the order in which they came in (text: it may grow beyond a double). */
const event = z.object({ number: z.string(), name: z.string(), receivedAt: z.date(), runs: z.array(runLink) });
export type SentEvent = z.output<typeof event>;
export const jobEventSeen = event.extend({ data: z.record(z.string(), z.unknown()), /** The run whose step sent it; null: the product. */ sender: runLink.nullable() });
export type JobEventSeen = z.output<typeof jobEventSeen>;

export const jobRunDetail = jobRun.extend({
  eventData: z.record(z.string(), z.unknown()), output: z.unknown(), steps: z.array(jobStep),
  parent: runLink.nullable(), children: z.array(runLink),
  /** The run that it repeats from its beginning, and those that repeat it. */
  replayOf: runLink.nullable(), replays: z.array(runLink),
  /** Events that its steps sent, with the runs that they made. */
  sent: z.array(event),
});
export type JobRunDetail = z.output<typeof jobRunDetail>;

/** A job of the clock: its last run, of no workspace, by status and times only. */
export type ClockJob = { functionName: string; /** Null: it has not come yet. */ status: RunStatus | null; startedAt: Date | null; finishedAt: Date | null; nextAt: Date | null };

export const runQuery = z.object({
  status: runStatus.optional(),
  functionName: z.string().max(200).optional(),
  /** The id of the last run of the page before. */
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type RunQuery = z.output<typeof runQuery>;

export const eventQuery = z.object({
  name: z.string().max(200).optional(),
  /** The number of the last event of the page before. */
  cursor: z.string().regex(/^\d{1,18}$/).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type EventQuery = z.output<typeof eventQuery>;

export const isOver = (status: RunStatus): boolean => status === 'completed' || status === 'failed' || status === 'cancelled';

/** What sets a workspace up: done from the beginning again it would write over what people did since. */
const ONCE: readonly string[] = ['load-sample'];
export const canRepeat = ({ functionName, status }: Pick<JobRun, 'functionName' | 'status'>): boolean => isOver(status) && !ONCE.includes(functionName);
export const canRetry = (status: RunStatus): boolean => status === 'failed' || status === 'cancelled';
