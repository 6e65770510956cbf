import { z } from 'zod';
import { reportOutcomes } from '@/lib/experiments/record-outcome';
import { outcomeReport } from '@/lib/experiments/schema';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const POST = route({
  summary: 'What became of units; each id counts once, whenever and however often it comes', permission: 'experiment.record', params: idParams,
  body: z.object({ outcomes: z.array(outcomeReport).min(1).max(5000) }), output: z.object({ recorded: z.number().int(), duplicates: z.number().int() }), status: 202,
  run: (scope, { params, body }) => reportOutcomes(scope, params.id, body.outcomes),
});
