import { pageOfItems } from '@/lib/plans/list-items';
import { planFilter, planItem } from '@/lib/plans/schema';
import { pageOf, pageQuery } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'Changes that were proposed, with what became of them, newest first', permission: 'plan.read', query: pageQuery.extend(planFilter.shape), output: pageOf(planItem),
  run: (scope, { query: { limit, cursor, ...filter } }) => pageOfItems(scope, filter, cursor ?? null, limit),
});
