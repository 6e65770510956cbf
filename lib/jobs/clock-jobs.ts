/** What is done by the clock for all workspaces (every night …): when it last ran, how that went, when it comes again. */
import { nextTick } from '@/inngest/embedded/cron';
import { jobsMode } from '@/inngest/mode';
import { lastTicks } from '@/lib/server/doors/jobs/clock';
import { env } from '@/lib/server/env';
import { isOver, runStatus, type ClockJob } from './schema';

/**
 * One a cron, by name. Such runs belong to no workspace, and what they gave may speak of several, so only their status and times
 * are told. Empty where an Inngest server keeps the clock. Never inside a transaction.
 */
export async function clockJobs(now: Date): Promise<ClockJob[]> {
  if (jobsMode(env()).kind === 'server') return [];
  return (await lastTicks()).map(({ functionId, cron, status, startedAt, finishedAt }) => {
    const state = status === null ? null : runStatus.parse(status);
    return { functionName: functionId.replace('winloop-', ''), status: state, startedAt, finishedAt: state && isOver(state) ? finishedAt : null, nextAt: nextTick(cron, now) };
  });
}
