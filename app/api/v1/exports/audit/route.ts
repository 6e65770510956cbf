import { Readable } from 'node:stream';
import { z } from 'zod';
import { exportEvents } from '@/lib/audit/export-events';
import { auditFilter } from '@/lib/audit/schema';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'Export the audit log as CSV', permission: 'audit.read', long: true, produces: 'text/csv', output: z.string(), query: auditFilter,
  run: async (scope, { query }) => new Response(Readable.toWeb(await exportEvents(scope, query)) as ReadableStream, {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="winloop-audit.csv"', 'cache-control': 'no-store' },
  }),
});
