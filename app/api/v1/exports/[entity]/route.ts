import { Readable } from 'node:stream';
import { z } from 'zod';
import { dealQuery } from '@/lib/deals/schema';
import { leadQuery } from '@/lib/leads/schema';
import { exportRecords } from '@/lib/imports/export-records';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'Export records as CSV; importing it again changes nothing', permission: 'deal.export', long: true, produces: 'text/csv', output: z.string(),
  params: z.object({ entity: z.enum(['deals', 'accounts', 'products', 'contacts', 'leads']) }),
  query: dealQuery.pick({ q: true, owner: true, stage: true, account: true, attention: true, month: true }).extend({ status: dealQuery.shape.status.default('all'), state: leadQuery.shape.state.default('all'), source: leadQuery.shape.source }).loose(),
  run: async (scope, { params: { entity }, query: { q, owner, stage, account, attention, month, status, state, source } }) => {
    const stream = await exportRecords(scope, entity, { q, owner, stage, account, attention, month, status, ...(entity === 'leads' ? { lead: { q, owner, state, source } } : {}) });
    return new Response(Readable.toWeb(stream) as ReadableStream, {
      headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="winloop-${entity}.csv"`, 'cache-control': 'no-store' },
    });
  },
});
