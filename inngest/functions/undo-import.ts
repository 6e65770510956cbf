/** An import taken back, latest rows first, in small transactions. */
import { askRefresh } from '@/lib/jobs/ask-refresh';
import { undoBatch } from '@/lib/imports/undo-import';
import { letOthersIn } from '@/lib/server/db/let-others-in';
import { systemScope } from '@/lib/server/scope';
import { inngest, on } from '../client';
import { events } from '../events';

const BATCHES_PER_STEP = 20;

export const undoImport = inngest.createFunction(
  { id: 'undo-import', name: 'Take an import back', retries: 3, triggers: [on('import/undo.requested')], concurrency: [{ limit: 1, key: 'event.data.workspaceId' }] },
  async ({ event, step }) => {
    const { workspaceId, importId } = events['import/undo.requested'].parse(event.data);
    const scope = systemScope(workspaceId, 'import');
    const part = async (): Promise<boolean> => {
      for (let i = 0; i < BATCHES_PER_STEP; i++) {
        if (!(await undoBatch(scope, importId))) return false;
        await letOthersIn();
      }
      return true;
    };
    for (let n = 1; await step.run(`part-${n}`, part); n++) { /* the next part */ }
    await step.run('look-again', () => askRefresh(workspaceId, 'import undone', `undo:${importId}`));
  },
);
