import { z } from 'zod';
import { deal, dealUpsert } from '@/lib/deals/schema';
import { upsertDeal } from '@/lib/deals/upsert-deal';
import { route } from '@/lib/server/route';

export const PUT = route({
  summary: 'Create or change a deal by your own id', permission: 'deal.write',
  params: z.object({ externalId: z.string().trim().min(1).max(200) }), body: dealUpsert, output: deal,
  run: async (scope, { params, body }) => (await upsertDeal(scope, params.externalId, body)).deal,
});
