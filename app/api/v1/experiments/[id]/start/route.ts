import { scheduleExperiment, startExperiment } from '@/lib/experiments/start-experiment';
import { startInput, statusAnswer } from '@/lib/experiments/schema';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const POST = route({
  summary: 'Start a draft now, or at the time that it names; started twice it runs once', permission: 'experiment.write', params: idParams, body: startInput.omit({ id: true }), output: statusAnswer,
  run: (scope, { params, body }) => (body.scheduled ? scheduleExperiment(scope, params.id) : startExperiment(scope, params.id)),
});
