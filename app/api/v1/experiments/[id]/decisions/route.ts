import { z } from 'zod';
import { listDecisions } from '@/lib/experiments/decide';
import { decision } from '@/lib/experiments/schema';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'The ledger of an experiment: every decision with the statistics it rested on, newest first', permission: 'experiment.read', params: idParams, output: z.object({ data: z.array(decision), nextCursor: z.null() }),
  run: async (scope, { params }) => ({ data: await listDecisions(scope, params.id), nextCursor: null }),
});
