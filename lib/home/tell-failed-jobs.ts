import { notify } from '@/lib/notifications/notify';
import { transaction } from '@/lib/server/db/tenancy';
import { allows, ROLES } from '@/lib/server/permissions';
import type { Scope } from '@/lib/server/scope';
import { failedJobs } from './store';

const DAY = 86_400_000;

/** Every night: who may see jobs hears, in one sentence, of those that failed for good since yesterday. */
export const tellFailedJobs = (scope: Scope, now: Date): Promise<number> => transaction(scope, async () => {
  const { now: failed, rows } = await failedJobs(scope, new Date(now.getTime() - DAY), new Date(now.getTime() - 2 * DAY), 1);
  if (failed === 0) return 0;
  return notify(scope, {
    kind: 'job_failed', severity: 'high', title: failed === 1 ? 'A job failed since yesterday' : `${failed} jobs failed since yesterday`, body: rows[0]?.error ?? '',
    path: '/jobs?status=failed', dedupeKey: `jobs:${now.toISOString().slice(0, 10)}`, to: { roles: ROLES.filter((role) => allows(role, 'job.read')) },
  });
});
