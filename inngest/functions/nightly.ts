/** Every night each workspace learns anew (time passes for open deals even when nobody touches them), and what nobody asks for any more goes. */
import { removeOldUploads } from '@/lib/imports/remove-old-uploads';
import { askRefresh } from '@/lib/jobs/ask-refresh';
import { forgetOldJobs } from '@/lib/jobs/forget-old';
import { everyWorkspace } from '@/lib/server/doors/jobs';
import { forgetOldKeys } from '@/lib/server/idempotency';
import { systemScope } from '@/lib/server/scope';
import { inngest } from '../client';

export const nightly = inngest.createFunction(
  { id: 'nightly', name: 'Every night', retries: 3, triggers: [{ cron: '15 3 * * *' }] },
  async ({ step, runId }) => {
    const workspaces = await step.run('list-workspaces', () => everyWorkspace());
    for (const id of workspaces) {
      await step.run(`ask-${id}`, () => askRefresh(id, 'a new day', `nightly:${runId}`));
      await step.run(`tidy-${id}`, () => removeOldUploads(systemScope(id, 'nightly'), new Date()));
      await step.run(`forget-keys-${id}`, () => forgetOldKeys(systemScope(id, 'nightly'), new Date()));
    }
    await step.run('forget-old-jobs', () => forgetOldJobs(new Date()));
    return { workspaces: workspaces.length };
  },
);
