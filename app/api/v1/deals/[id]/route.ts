import { getDeal } from '@/lib/deals/get-deal';
import { deal, dealPatch } from '@/lib/deals/schema';
import { updateDeal } from '@/lib/deals/update-deal';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'Get a deal', permission: 'deal.read', params: idParams, output: deal,
  run: (scope, { params }) => getDeal(scope, params.id),
});

export const PATCH = route({
  summary: 'Change a deal', permission: 'deal.write', params: idParams, body: dealPatch, output: deal,
  run: (scope, { params, body }) => updateDeal(scope, params.id, body),
});
