import { z } from 'zod';
import { completeExperiment } from '@/lib/experiments/complete-experiment';
import { completeInput, experimentStatus } from '@/lib/experiments/schema';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const POST = route({
  summary: 'Decide an experiment; a winner that is not the control is proposed as the default', permission: 'experiment.write', params: idParams, body: completeInput.omit({ id: true }),
  output: z.object({ status: experimentStatus, itemId: z.uuid().nullable().describe('the proposed change'), words: z.string() }),
  run: (scope, { params, body }) => completeExperiment(scope, { id: params.id, ...body }),
});
