import { changeLeadState } from '@/lib/leads/change-lead-state';
import { lead, stateChange } from '@/lib/leads/schema';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const PUT = route({
  summary: 'Move a lead to a state; converted and disqualified end it', permission: 'lead.write', params: idParams, body: stateChange, output: lead,
  run: (scope, { params, body }) => changeLeadState(scope, params.id, body),
});
