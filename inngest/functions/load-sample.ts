/** The sample workspace is filled: real CRM files through the importer, then what they lack from the simulator. */
import { requestImprovement } from '@/lib/improver/request-improvement';
import { analyseDeal } from '@/lib/insights/tasks/analyse-deal';
import { SAMPLE_STEPS } from '@/lib/sample/load-sample';
import { systemScope } from '@/lib/server/scope';
import { inngest, on } from '../client';
import { events } from '../events';

export const loadSample = inngest.createFunction(
  { id: 'load-sample', name: 'Fill the sample workspace', retries: 3, triggers: [on('sample/requested')] },
  async ({ event, step }) => {
    const { workspaceId } = events['sample/requested'].parse(event.data);
    const scope = systemScope(workspaceId, 'sample');
    // Dates are moved to end now: the same now in every step, also after a restart.
    const now = await step.run('moment', () => Date.now());
    for (const { name, run } of SAMPLE_STEPS) await step.run(name, () => run(scope, now));
    // So that a manager finds something to decide on, as after months of use.
    await step.run('look-for-improvements', () => requestImprovement(scope, analyseDeal.name));
  },
);
