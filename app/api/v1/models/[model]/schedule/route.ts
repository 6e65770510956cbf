import { scheduleUpdates } from '@/lib/models/life/schedule-updates';
import { modelParams, schedule, scheduleInput } from '@/lib/models/life/schema';
import { route } from '@/lib/server/route';

export const POST = route({
  summary: 'When the model is looked at, and what makes it be trained anew', permission: 'model.write', params: modelParams, body: scheduleInput, output: schedule,
  run: (scope, { params, body }) => scheduleUpdates(scope, params.model, body),
});
