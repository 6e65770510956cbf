/** An export of training data: planned once, written in parts of some hundred lines, read back and checked at the end. */
import { NonRetriableError } from 'inngest';
import { systemScope } from '@/lib/server/scope';
import { ExportEnded, failExport, finishExport, planExport, writePart } from '@/lib/training/run-export';
import { workspaceName } from '@/lib/workspaces/current-workspace';
import { inngest, on } from '../client';
import { events } from '../events';

const unlessEnded = <T>(work: Promise<T>): Promise<T> => work.catch((error: unknown) => {
  throw error instanceof ExportEnded ? new NonRetriableError(error.message, { cause: error }) : error;
});

export const exportTraining = inngest.createFunction(
  {
    id: 'export-training', name: 'Export training data', retries: 3, triggers: [on('training/export.requested')], concurrency: [{ limit: 1, key: 'event.data.workspaceId' }],
    onFailure: async ({ event }) => {
      const { workspaceId, exportId } = events['training/export.requested'].parse(event.data.event.data);
      await failExport(systemScope(workspaceId, 'training'), exportId);
    },
  },
  async ({ event, step }) => {
    const { workspaceId, exportId } = events['training/export.requested'].parse(event.data);
    const scope = systemScope(workspaceId, 'training');
    const { parts } = await step.run('plan', () => unlessEnded(planExport(scope, exportId)));
    for (let n = 1; n <= parts; n++) if (!(await step.run(`part-${n}`, () => unlessEnded(writePart(scope, exportId, n))))) return { parts, written: n - 1 };
    await step.run('finish', async () => unlessEnded(finishExport(scope, exportId, await workspaceName(scope), parts)));
    return { parts, written: parts };
  },
);
