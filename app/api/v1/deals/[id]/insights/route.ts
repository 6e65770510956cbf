import { z } from 'zod';
import { dealInsights } from '@/lib/insights/schema';
import { listInsights } from '@/lib/insights/list-insights';
import { requestInsights } from '@/lib/insights/request-insights';
import { waitForRun } from '@/lib/insights/wait-for-run';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'Insights on a deal, with the caller\'s answers and the state of the latest run', permission: 'insight.read', params: idParams, output: dealInsights,
  run: (scope, { params }) => listInsights(scope, params.id),
});

export const POST = route({
  summary: 'Make insights on a deal; wait=true answers when they are there', permission: 'insight.generate', cost: 'model', params: idParams, long: true,
  query: z.object({ wait: z.enum(['true', 'false']).default('false') }), output: dealInsights,
  status: ({ run }) => (run?.status === 'completed' ? 200 : 202),
  run: async (scope, { params, query }) => {
    const { runId } = await requestInsights(scope, params.id);
    if (query.wait === 'true') await waitForRun(scope, runId);
    return listInsights(scope, params.id);
  },
});
