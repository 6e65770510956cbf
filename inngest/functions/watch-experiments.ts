/** Every quarter of an hour experiments are counted, bandits moved, harm and winners seen, whether or not anything was reported. */
import { everyWorkspace } from '@/lib/server/doors/jobs/clock';
import { systemScope } from '@/lib/server/scope';
import { experimentsToWatch, watchExperiment } from '@/lib/experiments/watch-experiment';
import { inngest } from '../client';

export const watchExperiments = inngest.createFunction(
  { id: 'watch-experiments', name: 'Watch experiments', retries: 3, triggers: [{ cron: '*/15 * * * *' }] },
  async ({ step }) => {
    const workspaces = await step.run('list-workspaces', () => everyWorkspace());
    let watched = 0;
    for (const workspaceId of workspaces) {
      const scope = systemScope(workspaceId, 'experiments');
      const ids = await step.run(`list-${workspaceId}`, () => experimentsToWatch(scope, new Date()));
      for (const id of ids) await step.run(`watch-${id}`, () => watchExperiment(scope, id, new Date()));
      watched += ids.length;
    }
    return { watched };
  },
);
