/** An experiment begins at the time that was set for it. */
import { getExperiment } from '@/lib/experiments/get-experiment';
import { startIfDue } from '@/lib/experiments/start-experiment';
import { systemScope } from '@/lib/server/scope';
import { inngest, on } from '../client';
import { events } from '../events';

export const beginExperiment = inngest.createFunction(
  { id: 'begin-experiment', name: 'Begin a scheduled experiment', retries: 3, triggers: [on('experiment/scheduled')] },
  async ({ event, step }) => {
    const { workspaceId, experimentId } = events['experiment/scheduled'].parse(event.data);
    const scope = systemScope(workspaceId, 'experiments');
    const startAt = await step.run('when', async () => (await getExperiment(scope, experimentId)).startAt);
    if (startAt === null) return { status: 'not scheduled' };
    await step.sleepUntil('its-time', startAt);
    // Looked at again: it may have been changed, started or stopped meanwhile.
    return step.run('begin', () => startIfDue(scope, experimentId, new Date()));
  },
);
