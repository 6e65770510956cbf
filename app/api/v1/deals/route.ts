import { createDeal } from '@/lib/deals/create-deal';
import { pageOfDeals } from '@/lib/deals/list-deals';
import { deal, dealQuery, newDeal } from '@/lib/deals/schema';
import { pageOf, pageQuery } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'List deals, newest first', permission: 'deal.read',
  query: pageQuery.extend(dealQuery.pick({ q: true, owner: true, stage: true, account: true, attention: true, month: true }).shape).extend({ status: dealQuery.shape.status.default('all') }),
  output: pageOf(deal),
  run: (scope, { query: { limit, cursor, ...filter } }) => pageOfDeals(scope, filter, cursor ?? null, limit),
});

export const POST = route({
  summary: 'Create a deal', permission: 'deal.write', body: newDeal, output: deal, status: 201,
  run: (scope, { body }) => createDeal(scope, body),
});
