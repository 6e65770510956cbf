import { resumeExperiment } from '@/lib/experiments/stop-experiment';
import { reasonInput, statusAnswer } from '@/lib/experiments/schema';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const POST = route({
  summary: 'A paused experiment goes on', permission: 'experiment.write', params: idParams, body: reasonInput.omit({ id: true }), output: statusAnswer,
  run: (scope, { params, body }) => resumeExperiment(scope, params.id, body.reason),
});
