import { z } from 'zod';
import { latestImports } from '@/lib/imports/get-import';
import { readUpload } from '@/lib/imports/read-upload';
import { entityName, importState } from '@/lib/imports/schema';
import { startImport } from '@/lib/imports/start-import';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'List imports, newest first', permission: 'import.read', output: z.object({ data: z.array(importState.omit({ errors: true, notes: true })), nextCursor: z.null() }),
  run: async (scope) => ({ data: await latestImports(scope), nextCursor: null }),
});

export const POST = route({
  summary: 'Import a CSV: the body is the file, or a form with file, mapping and options', permission: 'import.run', long: true, status: 202,
  consumes: ['text/csv', 'multipart/form-data'], output: z.object({ id: z.uuid() }),
  query: z.object({ entity: entityName, dryRun: z.enum(['true', 'false']).or(z.literal('').transform((): 'false' => 'false')).default('false'), wait: z.enum(['true', 'false']).default('false') }),
  run: async (scope, { query }, request) => {
    const { file, ...upload } = await readUpload(request);
    return { id: await startImport(scope, { ...upload, entity: query.entity, dryRun: query.dryRun === 'true', wait: query.wait === 'true' }, file) };
  },
});
