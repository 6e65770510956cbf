/**
 * For tests: functions served by the SDK's own handler on a free loopback port, a clock that the test moves, and runners on it.
 * The database is the test file's (useDatabase).
 */
import type { InngestFunction } from 'inngest';
import { afterAll, beforeAll } from 'vitest';
import { signingKey } from '@/inngest/client';
import { onJobs } from '@/lib/jobs/wake';
import { addEvents } from '@/lib/server/doors/jobs/events';
import { asOwner } from '@/lib/server/db/testing/database';
import { httpCaller } from '../http';
import { embeddedRunner, type Runner, type RunnerOptions } from '../runner';
import { serveFunctions, type Served } from './serve';

export class TestClock {
  #ahead = 0;
  now = (): Date => new Date(Date.now() + this.#ahead);
  forward(milliseconds: number): void {
    this.#ahead += milliseconds;
  }
}

export function runnerOn(served: Served, clock: TestClock, options: Partial<RunnerOptions> = {}): Runner {
  const runner = embeddedRunner({ caller: httpCaller(served.url, signingKey), now: clock.now, random: () => 0, ...options });
  onJobs(runner.wake);
  return runner;
}

/** One runner on these functions, from before the tests of a file to after them; to be called at the top of the file. */
export function useRunner(functions: InngestFunction.Any[]): { runner: Runner; clock: TestClock } {
  const used = { clock: new TestClock() } as { runner: Runner; clock: TestClock };
  let served: Served;
  beforeAll(async () => {
    served = await serveFunctions(functions);
    used.runner = runnerOn(served, used.clock);
    await used.runner.start();
  });
  afterAll(async () => {
    await used.runner.stop(5_000);
    await served.close();
  });
  return used;
}

export const sendNow = async (name: string, data: Record<string, unknown>, id: string): Promise<void> => void (await addEvents([{ id, name, data, ts: Date.now() }]));

export type RunSeen = { id: string; functionId: string; status: string; attempt: number; interruptions: number; output: unknown; error: { name?: string; message?: string } | null; dueAt: Date; workspaceId: string | null; event: { data: Record<string, unknown> } };
export const runsOf = (functionId: string): Promise<RunSeen[]> => asOwner<RunSeen>(
  `select id, function_id as "functionId", status, attempt, interruptions, output, error, due_at as "dueAt", workspace_id as "workspaceId", event from job_run where function_id = $1 order by created_at, id`, [`winloop-${functionId}`]);

export type StepSeen = { name: string; status: string; op: string; attempt: number; data: unknown; error: { message?: string } | null };
export const stepsOf = (runId: string): Promise<StepSeen[]> => asOwner<StepSeen>('select name, status, op, attempt, data, error from job_step where run_id = $1 order by seq nulls last, name', [runId]);

/** Waits (real time, in short looks) until `done` gives something; wakes the runner on the way when one is given. */
export async function until<T>(done: () => Promise<T | null | undefined | false>, runner?: Runner, withinMs = 45_000): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const found = await done();
    if (found) return found;
    if (Date.now() > end) throw new Error('What the test waited for did not happen in time.');
    runner?.wake();
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

export const runEnded = (functionId: string, runner?: Runner, count = 1): Promise<RunSeen[]> => until(async () => {
  const runs = await runsOf(functionId);
  return runs.length >= count && runs.every((run) => ['completed', 'failed', 'cancelled'].includes(run.status)) && runs;
}, runner);
