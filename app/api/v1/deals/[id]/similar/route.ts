import { z } from 'zod';
import { similarDeal } from '@/lib/retrieval/schema';
import { similarTo } from '@/lib/retrieval/similar-to';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'Similar closed deals, as known at a moment', permission: 'insight.read', params: idParams,
  query: z.object({ k: z.coerce.number().int().min(1).max(50).default(10), asOf: z.iso.datetime({ offset: true }).or(z.iso.date()).optional() }),
  output: z.object({ data: z.array(similarDeal.extend({ closedAt: z.iso.datetime() })) }),
  run: async (scope, { params, query }) => ({ data: (await similarTo(scope, params.id, query)).map((s) => ({ ...s, closedAt: new Date(s.closedAt).toISOString() })) }),
});
