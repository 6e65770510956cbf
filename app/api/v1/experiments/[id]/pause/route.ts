import { pauseExperiment } from '@/lib/experiments/stop-experiment';
import { reasonInput, statusAnswer } from '@/lib/experiments/schema';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const POST = route({
  summary: 'Nobody new gets a variant; those inside keep theirs', permission: 'experiment.write', params: idParams, body: reasonInput.omit({ id: true }), output: statusAnswer,
  run: (scope, { params, body }) => pauseExperiment(scope, params.id, body.reason),
});
