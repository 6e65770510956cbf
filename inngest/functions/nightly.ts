/** Every night each workspace learns anew: time passes for open deals even when nobody touches them. */
import { askRefresh } from '@/lib/jobs/ask-refresh';
import { everyWorkspace } from '@/lib/server/doors/jobs';
import { inngest } from '../client';

export const nightly = inngest.createFunction(
  { id: 'nightly', name: 'Every night', retries: 3, triggers: [{ cron: '15 3 * * *' }] },
  async ({ step, runId }) => {
    const workspaces = await step.run('list-workspaces', () => everyWorkspace());
    for (const id of workspaces) await step.run(`ask-${id}`, () => askRefresh(id, 'a new day', `nightly:${runId}`));
    return { workspaces: workspaces.length };
  },
);
