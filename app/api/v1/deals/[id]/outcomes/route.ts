import { z } from 'zod';
import { listOutcomes } from '@/lib/outcomes/list-outcomes';
import { outcome } from '@/lib/outcomes/schema';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'What became of a deal: won, lost, slipped, accelerated, stalled', permission: 'deal.read', params: idParams, output: z.object({ data: z.array(outcome) }),
  run: async (scope, { params }) => ({ data: await listOutcomes(scope, params.id) }),
});
