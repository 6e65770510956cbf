/** Insights on one deal: three steps, so that what a model was paid for is not paid twice. */
import { askRun, failRun, prepareRun, RunEnded, storeRun } from '@/lib/insights/generate-insights';
import { safeError } from '@/lib/server/log';
import { systemScope } from '@/lib/server/scope';
import { NonRetriableError } from 'inngest';
import { inngest, on } from '../client';
import { events } from '../events';

/** A run that was cancelled or finished meanwhile is not tried again. */
const unlessEnded = <T>(work: Promise<T>): Promise<T> => work.catch((error: unknown) => {
  throw error instanceof RunEnded ? new NonRetriableError(error.message, { cause: error }) : error;
});

export const generateInsights = inngest.createFunction(
  {
    id: 'generate-insights', name: 'Advise on a deal', retries: 3, triggers: [on('insights/requested')],
    concurrency: [{ limit: 8, key: 'event.data.workspaceId' }],
    onFailure: async ({ event, error }) => {
      const { workspaceId, runId } = events['insights/requested'].parse(event.data.event.data);
      await failRun(systemScope(workspaceId, 'insights'), runId, `it failed four times (${safeError(error).name}); look again, or see Jobs`);
    },
  },
  async ({ event, step }) => {
    const { workspaceId, runId } = events['insights/requested'].parse(event.data);
    const scope = systemScope(workspaceId, 'insights');
    await step.run('prepare', () => unlessEnded(prepareRun(scope, runId)));
    const asked = await step.run('ask', () => unlessEnded(askRun(scope, runId)));
    return step.run('store', () => unlessEnded(storeRun(scope, runId, asked)));
  },
);
