import { stopExperiment } from '@/lib/experiments/stop-experiment';
import { reasonInput, statusAnswer } from '@/lib/experiments/schema';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const POST = route({
  summary: 'The kill switch: from now on nobody gets a variant', permission: 'experiment.write', params: idParams, body: reasonInput.omit({ id: true }), output: statusAnswer,
  run: (scope, { params, body }) => stopExperiment(scope, params.id, body.reason),
});
