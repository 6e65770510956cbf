/** An import taken back, latest rows first, in small transactions. */
import { askRefresh } from '@/lib/jobs/ask-refresh';
import { undoSome } from '@/lib/imports/undo-import';
import { systemScope } from '@/lib/server/scope';
import { inngest, on } from '../client';
import { events } from '../events';

export const undoImport = inngest.createFunction(
  { id: 'undo-import', name: 'Take an import back', retries: 3, triggers: [on('import/undo.requested')], concurrency: [{ limit: 1, key: 'event.data.workspaceId' }] },
  async ({ event, step }) => {
    const { workspaceId, importId } = events['import/undo.requested'].parse(event.data);
    const scope = systemScope(workspaceId, 'import');
    for (let n = 1; await step.run(`part-${n}`, () => undoSome(scope, importId)); n++) { /* the next part */ }
    await step.run('look-again', () => askRefresh(workspaceId, 'import undone', `undo:${importId}`));
  },
);
