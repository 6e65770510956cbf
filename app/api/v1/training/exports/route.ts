import { z } from 'zod';
import { route } from '@/lib/server/route';
import { getExport, listExports } from '@/lib/training/get-export';
import { requestExport } from '@/lib/training/request-export';
import { exportOptions, exportState } from '@/lib/training/schema';

export const GET = route({
  summary: 'Exports of training data, newest first', permission: 'training.read', output: z.object({ data: z.array(exportState) }),
  run: async (scope) => ({ data: await listExports(scope, new Date()) }),
});

export const POST = route({
  summary: 'Export training data of the whole workspace in the background', permission: 'training.export', body: exportOptions, output: exportState, status: 202,
  run: async (scope, { body }) => getExport(scope, (await requestExport(scope, body)).id, new Date()),
});
