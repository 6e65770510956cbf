/** Every night each workspace learns anew (time passes for open deals even when nobody touches them), and files left behind by uploads go. */
import { removeOldUploads } from '@/lib/imports/remove-old-uploads';
import { askRefresh } from '@/lib/jobs/ask-refresh';
import { everyWorkspace } from '@/lib/server/doors/jobs';
import { systemScope } from '@/lib/server/scope';
import { inngest } from '../client';

export const nightly = inngest.createFunction(
  { id: 'nightly', name: 'Every night', retries: 3, triggers: [{ cron: '15 3 * * *' }] },
  async ({ step, runId }) => {
    const workspaces = await step.run('list-workspaces', () => everyWorkspace());
    for (const id of workspaces) {
      await step.run(`ask-${id}`, () => askRefresh(id, 'a new day', `nightly:${runId}`));
      await step.run(`tidy-${id}`, () => removeOldUploads(systemScope(id, 'nightly'), new Date()));
    }
    return { workspaces: workspaces.length };
  },
);
