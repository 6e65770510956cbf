/**
 * Every night each workspace learns anew (time passes for open deals even when nobody touches them), changes that were
 * applied are measured, those nobody decided on expire, what experiments count is looked at again, and what nobody asks for any more goes.
 */
import { recordAllMeasures } from '@/lib/experiments/record-measures';
import { tellFailedJobs } from '@/lib/home/tell-failed-jobs';
import { removeOldUploads } from '@/lib/imports/remove-old-uploads';
import { askRefresh } from '@/lib/jobs/ask-refresh';
import { forgetOldJobs } from '@/lib/jobs/forget-old';
import { removeOldNotifications } from '@/lib/notifications/inbox';
import { expireItems } from '@/lib/plans/expire-items';
import { measureItems } from '@/lib/plans/measure-items';
import { everyWorkspace } from '@/lib/server/doors/jobs/clock';
import { forgetOldKeys } from '@/lib/server/idempotency';
import { systemScope } from '@/lib/server/scope';
import { inngest } from '../client';

export const nightly = inngest.createFunction(
  { id: 'nightly', name: 'Every night', retries: 3, triggers: [{ cron: '15 3 * * *' }] },
  async ({ step, runId }) => {
    const workspaces = await step.run('list-workspaces', () => everyWorkspace());
    for (const id of workspaces) {
      await step.run(`ask-${id}`, () => askRefresh(id, 'a new day', `nightly:${runId}`));
      const scope = systemScope(id, 'nightly');
      await step.run(`changes-${id}`, async () => ({ expired: await expireItems(scope, new Date()), measured: await measureItems(scope, new Date()) }));
      await step.run(`measures-${id}`, () => recordAllMeasures(scope, new Date()));
      await step.run(`tell-${id}`, () => tellFailedJobs(scope, new Date()));
      await step.run(`old-notifications-${id}`, () => removeOldNotifications(scope, new Date()));
      await step.run(`tidy-${id}`, () => removeOldUploads(scope, new Date()));
      await step.run(`forget-keys-${id}`, () => forgetOldKeys(scope, new Date()));
    }
    await step.run('forget-old-jobs', () => forgetOldJobs(new Date()));
    return { workspaces: workspaces.length };
  },
);
