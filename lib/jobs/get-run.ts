import { transaction } from '@/lib/server/db/tenancy';
import { notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import type { JobRunDetail } from './schema';
import { findRun } from './store';

/** The run with its steps, or not_found when it is not there or another workspace's. */
export const getRun = (scope: Scope, id: string): Promise<JobRunDetail> => transaction(scope, async () => {
  const run = await findRun(scope, id);
  if (!run) throw notFound('run');
  return run;
});
