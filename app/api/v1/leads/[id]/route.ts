import { getLeadWithFacts } from '@/lib/leads/get-lead';
import { leadPatch, leadWithFacts } from '@/lib/leads/schema';
import { updateLead } from '@/lib/leads/update-lead';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'Get a lead with every fact that is known of it', permission: 'lead.read', params: idParams, output: leadWithFacts,
  run: (scope, { params }) => getLeadWithFacts(scope, params.id),
});

export const PATCH = route({
  summary: 'Change what is known of a lead; name, e-mail and title are its contact\'s', permission: 'lead.write', params: idParams, body: leadPatch, output: leadWithFacts,
  run: (scope, { params, body }) => updateLead(scope, params.id, body),
});
