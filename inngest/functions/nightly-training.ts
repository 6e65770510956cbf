/** Every night, after what is learnt from deals: examples that were missed, forecasts that got worse, files whose time is over. */
import { everyWorkspace } from '@/lib/server/doors/jobs/clock';
import { systemScope } from '@/lib/server/scope';
import { catchUp } from '@/lib/training/examples-of';
import { removeOldExports, removeOrphans } from '@/lib/training/remove-old-exports';
import { checkDrift, endStuckUpdates } from '@/lib/updates/check-drift';
import { labelArrived } from '@/lib/updates/label-arrived';
import { inngest } from '../client';

export const nightlyTraining = inngest.createFunction(
  { id: 'nightly-training', name: 'Training data every night', retries: 3, triggers: [{ cron: '40 4 * * *' }] },
  async ({ step }) => {
    const workspaces = await step.run('list-workspaces', () => everyWorkspace());
    for (const id of workspaces) {
      const scope = systemScope(id, 'nightly');
      for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
        const batch: { cursor: string | null } = await step.run(`examples-${id}-after-${cursor ?? 'start'}`, () => catchUp(scope, cursor));
        cursor = batch.cursor;
      }
      await step.run(`stuck-${id}`, () => endStuckUpdates(scope, new Date()));
      await step.run(`labels-${id}`, () => labelArrived(scope));
      await step.run(`drift-${id}`, () => checkDrift(scope, new Date()));
      await step.run(`exports-${id}`, () => removeOldExports(scope, new Date()));
    }
    await step.run('files-of-removed-workspaces', () => removeOrphans(workspaces));
    return { workspaces: workspaces.length };
  },
);
