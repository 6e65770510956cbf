import { z } from 'zod';
import { checkAndUpdateModels } from '@/lib/models/life/check-and-update-models';
import { modelUpdate, updateModelsInput } from '@/lib/models/life/schema';
import { route } from '@/lib/server/route';

export const POST = route({
  summary: 'Look at models: have they drifted, is there enough that is new? Where so, or where it is forced, each is trained once', permission: 'model.write', cost: 'model', long: true,
  body: updateModelsInput, output: z.object({ data: z.array(modelUpdate) }),
  run: async (scope, { body }) => ({ data: await checkAndUpdateModels(scope, body.models, { forceRetrain: body.forceRetrain }, body.why) }),
});
