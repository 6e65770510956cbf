/** An experiment ends at the time that was set for it. */
import { getExperiment } from '@/lib/experiments/get-experiment';
import { stopIfDue } from '@/lib/experiments/stop-experiment';
import { systemScope } from '@/lib/server/scope';
import { inngest, on } from '../client';
import { events } from '../events';

export const endExperiment = inngest.createFunction(
  { id: 'end-experiment', name: 'End an experiment at its time', retries: 3, triggers: [on('experiment/started')] },
  async ({ event, step }) => {
    const { workspaceId, experimentId } = events['experiment/started'].parse(event.data);
    const scope = systemScope(workspaceId, 'experiments');
    const stopAt = await step.run('when', async () => (await getExperiment(scope, experimentId)).stopAt);
    if (stopAt === null) return { status: 'until somebody ends it' };
    await step.sleepUntil('its-end', stopAt);
    return step.run('end', () => stopIfDue(scope, experimentId, new Date()));
  },
);
