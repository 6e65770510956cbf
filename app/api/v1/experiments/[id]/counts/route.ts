import { z } from 'zod';
import { recordCounts } from '@/lib/experiments/import-results';
import { countsReport } from '@/lib/experiments/schema';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const POST = route({
  summary: 'Put in counts for each variant of an experiment that ran elsewhere', permission: 'experiment.write', params: idParams, body: countsReport, output: z.object({ recorded: z.number().int() }),
  run: (scope, { params, body }) => recordCounts(scope, params.id, body),
});
