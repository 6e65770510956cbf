/** Deals that changed in bulk (import, undo): scored again and embedded in the background. */
import { workspaceEmbedder } from '@/lib/llm/workspace-deps';
import { assessDeals } from '@/lib/models/assess-deals';
import { observeDeals } from '@/lib/outcomes/observe-deals';
import { embedDeals } from '@/lib/retrieval/embed-deals';
import { systemScope } from '@/lib/server/scope';
import { inngest, on } from '../client';
import { events } from '../events';

export const dealsChanged = inngest.createFunction(
  { id: 'deals-changed', name: 'Look at changed deals', retries: 3, triggers: [on('deals/changed')], concurrency: [{ limit: 1, key: 'event.data.workspaceId' }] },
  async ({ event, step }) => {
    const { workspaceId, dealIds, cause } = events['deals/changed'].parse(event.data);
    const scope = systemScope(workspaceId, 'learning');
    await step.run('observe', async () => (await observeDeals(scope, dealIds, new Date())).resolved.length);
    const assessed = await step.run('assess', () => assessDeals(scope, dealIds, cause, { quiet: true }));
    await step.run('embed', async () => embedDeals(scope, dealIds, { embedder: await workspaceEmbedder(scope) }));
    return { assessed };
  },
);
