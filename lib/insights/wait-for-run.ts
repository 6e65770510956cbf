/** Waits until a run has ended, for programs that ask and wait. */
import { setTimeout as sleep } from 'node:timers/promises';
import { transaction } from '@/lib/server/db/tenancy';
import { AppError } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { findRun } from './store';

const LOOK_EVERY = 60;
const LONGEST = 120_000;

/** Throws unavailable when the run failed or takes longer than two minutes (it goes on; ask again later). */
export async function waitForRun(scope: Scope, runId: string): Promise<void> {
  for (const until = Date.now() + LONGEST; Date.now() < until; await sleep(LOOK_EVERY)) {
    const run = await transaction(scope, () => findRun(scope, runId));
    if (run?.status === 'completed') return;
    if (run?.status === 'failed' || run?.status === 'cancelled') throw new AppError('unavailable', `The insights could not be made: ${run.error ?? 'the run was cancelled'}.`);
  }
  throw new AppError('unavailable', 'The insights are still being made. Ask again in a minute.', { retryAfter: 60 });
}
