/** Leads that came in or changed: scored by what is known now, with what happened as the cause. */
import { assessLeads } from '@/lib/models/leads/assess-leads';
import { systemScope } from '@/lib/server/scope';
import { inngest, on } from '../client';
import { events } from '../events';

export const leadsChanged = inngest.createFunction(
  { id: 'leads-changed', name: 'Look at changed leads', retries: 3, triggers: [on('leads/changed')], concurrency: [{ limit: 1, key: 'event.data.workspaceId' }] },
  async ({ event, step }) => {
    const { workspaceId, leadIds, cause } = events['leads/changed'].parse(event.data);
    return { scored: await step.run('score', () => assessLeads(systemScope(workspaceId, 'learning'), leadIds, cause)) };
  },
);
