/** When an experiment on a rule is set up, begins, rests or ends: its numbers are counted over past deals, and open deals judged by what holds for them now. */
import { refreshForExperiment } from '@/lib/experiments/rule-arms';
import { systemScope } from '@/lib/server/scope';
import { inngest, on } from '../client';
import { events } from '../events';

export const followExperiment = inngest.createFunction(
  { id: 'follow-experiment', name: 'Follow an experiment on a rule', retries: 3, triggers: [on('experiment/scheduled'), on('experiment/started'), on('experiment/changed')] },
  async ({ event, step, runId }) => {
    const { workspaceId, experimentId } = events['experiment/changed'].parse(event.data);
    return step.run('refresh', () => refreshForExperiment(systemScope(workspaceId, 'experiments'), experimentId, runId));
  },
);
