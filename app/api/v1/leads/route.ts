import { createLead } from '@/lib/leads/create-lead';
import { pageOfLeads } from '@/lib/leads/list-leads';
import { lead, leadQuery, newLead } from '@/lib/leads/schema';
import { pageOf, pageQuery } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'List leads, newest first', permission: 'lead.read',
  query: pageQuery.extend(leadQuery.pick({ q: true, owner: true, source: true }).shape).extend({ state: leadQuery.shape.state.default('all') }), output: pageOf(lead),
  run: (scope, { query: { limit, cursor, ...filter } }) => pageOfLeads(scope, filter, cursor ?? null, limit),
});

export const POST = route({
  summary: 'Create a lead', permission: 'lead.write', body: newLead, output: lead, status: 201,
  run: (scope, { body }) => createLead(scope, body),
});
