import { decideItem } from '@/lib/plans/decide-item';
import { getItem } from '@/lib/plans/list-items';
import { decisionBody, planItem } from '@/lib/plans/schema';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const PUT = route({
  summary: 'Approve a proposed change, at once or for a day, or reject it with a reason', permission: 'plan.decide', params: idParams, body: decisionBody, output: planItem,
  run: async (scope, { params, body: { decision, ...given } }) => {
    await decideItem(scope, params.id, decision, given);
    return getItem(scope, params.id);
  },
});
