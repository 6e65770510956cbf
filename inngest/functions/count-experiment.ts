/** Soon after something was recorded an experiment is counted and looked at: ten seconds after the last report of a burst, a minute after the first at the latest. */
import { systemScope } from '@/lib/server/scope';
import { watchExperiment } from '@/lib/experiments/watch-experiment';
import { inngest, on } from '../client';
import { events } from '../events';

export const countExperiment = inngest.createFunction(
  {
    id: 'count-experiment', name: 'Count an experiment', retries: 3, triggers: [on('experiment/recorded')],
    debounce: { period: '10s', timeout: '1m', key: 'event.data.experimentId' }, concurrency: [{ limit: 1, key: 'event.data.workspaceId' }],
  },
  async ({ event, step }) => {
    const { workspaceId, experimentId } = events['experiment/recorded'].parse(event.data);
    return step.run('watch', () => watchExperiment(systemScope(workspaceId, 'experiments'), experimentId, new Date()));
  },
);
