/** A change that was approved is carried out, at once or on its day, if it still fits. */
import { applyItem, checkItem, failItem } from '@/lib/plans/apply-item';
import { systemScope } from '@/lib/server/scope';
import { inngest, on } from '../client';
import { events } from '../events';

export const applyPlanItem = inngest.createFunction(
  {
    id: 'apply-plan-item', name: 'Apply an approved change', retries: 3, triggers: [on('plan/item.approved')], concurrency: [{ limit: 1, key: 'event.data.workspaceId' }],
    cancelOn: [{ event: 'plan/item.withdrawn', match: 'data.itemId' }],
    onFailure: async ({ event }) => {
      const { workspaceId, itemId } = events['plan/item.approved'].parse(event.data.event.data);
      await failItem(systemScope(workspaceId, 'plan'), itemId, 'It could not be applied because of a fault on our side. Nothing was changed; see Jobs, or propose it again.');
    },
  },
  async ({ event, step }) => {
    const { workspaceId, itemId } = events['plan/item.approved'].parse(event.data);
    const scope = systemScope(workspaceId, 'plan');
    const { problem, applyAt } = await step.run('check-still-fits', () => checkItem(scope, itemId));
    if (problem) return step.run('record-why-not', () => failItem(scope, itemId, problem));
    if (applyAt) await step.sleepUntil('its-day', applyAt);
    // Looked at again in the transaction that changes it and records that it did.
    return step.run('apply-and-record', () => applyItem(scope, itemId));
  },
);
