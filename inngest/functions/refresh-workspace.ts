/** What a workspace learns from its closed deals, what became of deals and of the advice on them, and every open deal judged by it: nightly, and after imports or changed rules. */
import { workspaceEmbedder } from '@/lib/llm/workspace-deps';
import { refreshStatistics } from '@/lib/insights/workspace-statistics';
import { assessOpenDeals } from '@/lib/models/assess-deals';
import { assessOpenLeads } from '@/lib/models/leads/assess-leads';
import { trainLeads } from '@/lib/models/leads/train-leads';
import { tellAttention } from '@/lib/models/tell-attention';
import { trainChampion } from '@/lib/models/train-champion';
import { observeWorkspace } from '@/lib/outcomes/observe-deals';
import { embedDeals } from '@/lib/retrieval/embed-deals';
import { systemScope } from '@/lib/server/scope';
import { inngest, on } from '../client';
import { events } from '../events';

/** New closed deals from which on a night learns anew; below that the schedule of the model decides. */
const WORTH_LEARNING = 100;

export const refreshWorkspace = inngest.createFunction(
  {
    id: 'refresh-workspace', name: 'Learn from closed deals', retries: 3, triggers: [on('workspace/refresh.requested')], concurrency: [{ limit: 1, key: 'event.data.workspaceId' }],
    // A person who turns five rules off one after the other wants one look at the result.
    debounce: { period: '2s', timeout: '20s', key: 'event.data.workspaceId' },
  },
  async ({ event, step, runId }) => {
    const { workspaceId, cause } = events['workspace/refresh.requested'].parse(event.data);
    const scope = systemScope(workspaceId, 'learning');
    const model = await step.run('train-win-model', () => trainChampion(scope, { least: WORTH_LEARNING }));
    const statistics = await step.run('count-rules-and-actions', () => refreshStatistics(scope));
    let looked: string | null = null;
    let resolved = 0;
    do {
      const batch: { cursor: string | null; resolved: number } = await step.run(`observe-after-${looked ?? 'start'}`, () => observeWorkspace(scope, looked, new Date()));
      looked = batch.cursor;
      resolved += batch.resolved;
    } while (looked !== null);
    let cursor: string | null = null;
    let assessed = 0;
    do {
      // The cursor names the step, so that a resumed run goes on where it was.
      const batch: { cursor: string | null; assessed: number } = await step.run(`assess-after-${cursor ?? 'start'}`, () => assessOpenDeals(scope, cursor, cause));
      cursor = batch.cursor;
      assessed += batch.assessed;
    } while (cursor !== null);
    await step.run('tell-owners', () => tellAttention(scope, runId));
    await step.run('train-lead-scorer', () => trainLeads(scope, { least: WORTH_LEARNING }));
    let leads = 0;
    for (let after: string | null = null, more = true; more; more = after !== null) {
      const batch: { cursor: string | null; assessed: number } = await step.run(`score-leads-after-${after ?? 'start'}`, () => assessOpenLeads(scope, after, cause));
      after = batch.cursor;
      leads += batch.assessed;
    }
    const embedded = await step.run('embed-missing', async () => embedDeals(scope, 'missing', { embedder: await workspaceEmbedder(scope) }));
    return { resolved, ...model, ...statistics, assessed, leads, embedded };
  },
);
