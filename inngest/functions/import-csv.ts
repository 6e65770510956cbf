/** A CSV on its way in: surveyed once, then some thousand rows a step, so that a restart goes on where it was. */
import { NonRetriableError } from 'inngest';
import { failImport, finishImport, importRows, isFinal, surveyImport } from '@/lib/imports/run-import';
import { systemScope } from '@/lib/server/scope';
import { inngest, on } from '../client';
import { events } from '../events';

export const importCsv = inngest.createFunction(
  {
    id: 'import-csv', name: 'Import a file', retries: 3, triggers: [on('import/requested')], concurrency: [{ limit: 1, key: 'event.data.workspaceId' }],
    onFailure: async ({ event }) => {
      const { workspaceId, importId } = events['import/requested'].parse(event.data.event.data);
      await failImport(systemScope(workspaceId, 'import'), importId, null);
    },
  },
  async ({ event, step }) => {
    const { workspaceId, importId } = events['import/requested'].parse(event.data);
    const scope = systemScope(workspaceId, 'import');
    // What is wrong with the file is told on the import at once; trying again would not mend it.
    const told = async <T>(work: Promise<T>): Promise<T> => {
      try {
        return await work;
      } catch (error) {
        if (!isFinal(error)) throw error;
        await failImport(scope, importId, error);
        throw new NonRetriableError('the import ended', { cause: error });
      }
    };
    const { rows } = await step.run('survey', () => told(surveyImport(scope, importId)));
    for (let part = 1; await step.run(`rows-${part}`, () => told(importRows(scope, importId))); part++) { /* the next rows */ }
    await step.run('finish', () => finishImport(scope, importId));
    return { rows };
  },
);
