import { z } from 'zod';
import { listModels } from '@/lib/models/life/get-model';
import { modelOverview } from '@/lib/models/life/schema';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'The predictive models: what stands for each now, and what there is to learn from', permission: 'model.read', output: z.object({ data: z.array(modelOverview) }),
  run: async (scope) => ({ data: await listModels(scope) }),
});
