import { audit } from '@/lib/server/audit';
import { afterCommit, transaction } from '@/lib/server/db/tenancy';
import { conflict, notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { canRepeat, isOver } from './schema';
import { findRun, insertReplay } from './store';
import { wakeJobs } from './wake';

/**
 * Does an ended run again from its beginning: a new run of the same function with the same event, which shares nothing with the
 * old one (a retry goes on with what was finished). The same `click` makes one run, however often it arrives. Gives the new run's
 * id; throws not_found, and conflict while the run is under way or when it is of a kind that is done once.
 */
export const replayRun = (scope: Scope, id: string, click: string): Promise<{ id: string }> => transaction(scope, async () => {
  const run = await findRun(scope, id);
  if (!run) throw notFound('run');
  if (!isOver(run.status)) throw conflict('This run is still under way: cancel it first, or wait for its end.');
  if (!canRepeat(run)) throw conflict('This is done once a workspace: from the beginning again it would write over what was done since. What failed of it can be retried.');
  const made = await insertReplay(scope, id, click, new Date());
  if (made.fresh) {
    await audit(scope, { action: 'job.replay', entityId: made.id, before: { run: id, functionName: run.functionName }, after: { status: 'queued' } });
    afterCommit(wakeJobs);
  }
  return { id: made.id };
});
