/** Enough new labels, a drift, or somebody who asked: the workspace learns anew, once for one request. */
import { NonRetriableError } from 'inngest';
import { refreshStatistics } from '@/lib/insights/workspace-statistics';
import { assessOpenDeals } from '@/lib/models/assess-deals';
import { tellAttention } from '@/lib/models/tell-attention';
import { trainChampion } from '@/lib/models/train-champion';
import { safeError } from '@/lib/server/log';
import { systemScope } from '@/lib/server/scope';
import { catchUp } from '@/lib/training/examples-of';
import { askImprovement, beginUpdate, failUpdate, finishUpdate, UpdateEnded } from '@/lib/updates/run-update';
import { inngest, on } from '../client';
import { events } from '../events';

const CAUSE = { labels: 'learned from new answers', drift: 'learned anew after a drift', asked: 'learned anew on request' } as const;

export const updateModel = inngest.createFunction(
  {
    id: 'update-model', name: 'Learn anew', retries: 3, triggers: [on('model/update.requested')], concurrency: [{ limit: 1, key: 'event.data.workspaceId' }],
    onFailure: async ({ event, error }) => {
      const { workspaceId, requestId } = events['model/update.requested'].parse(event.data.event.data);
      await failUpdate(systemScope(workspaceId, 'learning'), requestId, `It failed four times (${safeError(error).name}); see Jobs.`);
    },
  },
  async ({ event, step }) => {
    const { workspaceId, requestId } = events['model/update.requested'].parse(event.data);
    const scope = systemScope(workspaceId, 'learning');
    const { before, reason } = await step.run('begin', () => beginUpdate(scope, requestId).catch((error: unknown) => {
      throw error instanceof UpdateEnded ? new NonRetriableError(error.message, { cause: error }) : error;
    }));
    const model = await step.run('train-win-model', () => trainChampion(scope));
    await step.run('count-rules-and-actions', () => refreshStatistics(scope));
    let assessed = 0;
    for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
      const batch: { cursor: string | null; assessed: number } = await step.run(`assess-after-${cursor ?? 'start'}`, () => assessOpenDeals(scope, cursor, CAUSE[reason]));
      cursor = batch.cursor;
      assessed += batch.assessed;
    }
    await step.run('tell-owners', () => tellAttention(scope, requestId));
    let examples = 0;
    for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
      const batch: { cursor: string | null; examples: number } = await step.run(`examples-after-${cursor ?? 'start'}`, () => catchUp(scope, cursor));
      cursor = batch.cursor;
      examples += batch.examples;
    }
    await step.run('ask-improvement', () => askImprovement(scope, requestId));
    const result = { model: { before, version: model.version, closedDeals: model.closedDeals }, assessed, examples, improvementAsked: true };
    await step.run('finish', () => finishUpdate(scope, requestId, result));
    return result;
  },
);
