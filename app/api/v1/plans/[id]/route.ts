import { editItem } from '@/lib/plans/edit-item';
import { getItem } from '@/lib/plans/list-items';
import { editBody, planItem } from '@/lib/plans/schema';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'A proposed change: before and after, evidence, expected and measured effect', permission: 'plan.read', params: idParams, output: planItem,
  run: (scope, { params }) => getItem(scope, params.id),
});

export const PATCH = route({
  summary: 'Set the values of a proposed rule change otherwise before it is decided on', permission: 'plan.decide', params: idParams, body: editBody, output: planItem,
  run: async (scope, { params, body }) => {
    await editItem(scope, params.id, body);
    return getItem(scope, params.id);
  },
});
