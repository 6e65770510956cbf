import { getModel } from '@/lib/models/life/get-model';
import { modelDetail, modelParams } from '@/lib/models/life/schema';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'One model: its versions, who moved which alias, trainings, drift over time', permission: 'model.read', params: modelParams, output: modelDetail,
  run: (scope, { params }) => getModel(scope, params.model),
});
