/** Another version serves: every open record is scored by it, so that what is shown is what the version in use says. */
import { assessOpenDeals } from '@/lib/models/assess-deals';
import { assessOpenLeads } from '@/lib/models/leads/assess-leads';
import { causeOfMove } from '@/lib/models/life/cause-of-move';
import { tellAttention } from '@/lib/models/tell-attention';
import { systemScope } from '@/lib/server/scope';
import { inngest, on } from '../client';
import { events } from '../events';

export const scoreAgain = inngest.createFunction(
  { id: 'score-again', name: 'Score again by another version', retries: 3, triggers: [on('model/moved')], concurrency: [{ limit: 1, key: 'event.data.workspaceId' }] },
  async ({ event, step }) => {
    const { workspaceId, model, moveId } = events['model/moved'].parse(event.data);
    const scope = systemScope(workspaceId, 'models');
    const cause = await step.run('cause', () => causeOfMove(scope, moveId));
    let assessed = 0;
    for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
      const batch: { cursor: string | null; assessed: number } = await step.run(`assess-after-${cursor ?? 'start'}`, () => (model === 'lead_scorer' ? assessOpenLeads : assessOpenDeals)(scope, cursor, cause));
      cursor = batch.cursor;
      assessed += batch.assessed;
    }
    if (model === 'win_predictor') await step.run('tell-owners', () => tellAttention(scope, moveId));
    return { assessed };
  },
);
