/** Every hour: outcomes are held against what models said of them, what is on trial goes on or is stopped, and models whose look is due are looked at. */
import { checkAndUpdateModels } from '@/lib/models/life/check-and-update-models';
import { tidyVersions, whatIsDue } from '@/lib/models/life/watch-models';
import { watchTrial } from '@/lib/models/life/watch-trial';
import { everyWorkspace } from '@/lib/server/doors/jobs/clock';
import { systemScope } from '@/lib/server/scope';
import { inngest } from '../client';

export const watchModels = inngest.createFunction(
  { id: 'watch-models', name: 'Watch models', retries: 3, triggers: [{ cron: '35 * * * *' }] },
  async ({ step }) => {
    const workspaces = await step.run('list-workspaces', () => everyWorkspace());
    let looked = 0;
    for (const workspaceId of workspaces) {
      const scope = systemScope(workspaceId, 'models');
      const { due, onTrial } = await step.run(`due-${workspaceId}`, () => whatIsDue(scope, new Date()));
      for (const model of onTrial) await step.run(`trial-${workspaceId}-${model}`, () => watchTrial(scope, model, new Date()));
      for (const model of due) {
        await step.run(`check-${workspaceId}-${model}`, () => checkAndUpdateModels(scope, [model], { forceRetrain: false }, 'by the schedule'));
      }
      if (due.length > 0) await step.run(`tidy-${workspaceId}`, () => tidyVersions(scope, new Date()));
      looked += due.length + onTrial.length;
    }
    return { looked };
  },
);
