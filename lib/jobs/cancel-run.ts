import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict, notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { endRun, findRun } from './store';

/**
 * Ends a run. A step that is under way is not broken off, but its result is not kept and nothing follows it. Throws not_found, and
 * conflict when the run has ended already.
 */
export const cancelRun = (scope: Scope, id: string): Promise<void> => transaction(scope, async () => {
  const run = await findRun(scope, id);
  if (!run) throw notFound('run');
  if (!(await endRun(scope, id, new Date()))) throw conflict('This run has already ended.');
  await audit(scope, { action: 'job.cancel', entityId: id, before: { status: run.status, functionName: run.functionName }, after: { status: 'cancelled' } });
});
