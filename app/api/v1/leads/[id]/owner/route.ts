import { assignOwner } from '@/lib/leads/assign-owner';
import { lead, ownerChange } from '@/lib/leads/schema';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const PUT = route({
  summary: 'Say whose a lead is; null: nobody\'s yet', permission: 'lead.write', params: idParams, body: ownerChange, output: lead,
  run: (scope, { params, body }) => assignOwner(scope, params.id, body),
});
