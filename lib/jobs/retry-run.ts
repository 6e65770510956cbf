import { audit } from '@/lib/server/audit';
import { afterCommit, transaction } from '@/lib/server/db/tenancy';
import { conflict, notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { findRun, requeueRun } from './store';
import { wakeJobs } from './wake';

/**
 * Takes a failed or cancelled run up again where it stopped: finished steps keep their results, failed ones are tried anew. Throws
 * not_found, and conflict when the run is under way or completed.
 */
export const retryRun = (scope: Scope, id: string): Promise<void> => transaction(scope, async () => {
  const run = await findRun(scope, id);
  if (!run) throw notFound('run');
  if (!(await requeueRun(scope, id, new Date()))) throw conflict(run.status === 'completed' ? 'This run has completed; there is nothing to retry.' : 'This run is still under way.');
  await audit(scope, { action: 'job.retry', entityId: id, before: { status: run.status, functionName: run.functionName }, after: { status: 'queued' } });
  afterCommit(wakeJobs);
});
