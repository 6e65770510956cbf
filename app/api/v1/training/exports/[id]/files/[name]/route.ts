import { Readable } from 'node:stream';
import { z } from 'zod';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';
import { downloadExport } from '@/lib/training/download-export';
import { FILE_NAMES } from '@/lib/training/export-files';

export const GET = route({
  summary: 'Download a file of an export: for whoever asked for it, and admins', permission: 'training.export', long: true, produces: 'application/jsonl', output: z.string(),
  params: idParams.extend({ name: z.enum(FILE_NAMES) }),
  run: async (scope, { params: { id, name } }) => {
    const { fileName, type, bytes, stream } = await downloadExport(scope, id, name, new Date());
    return new Response(Readable.toWeb(Readable.from(stream, { objectMode: false })) as ReadableStream, {
      headers: { 'content-type': `${type}; charset=utf-8`, 'content-disposition': `attachment; filename="${fileName}"`, 'cache-control': 'no-store', ...(bytes === null ? {} : { 'content-length': String(bytes) }) },
    });
  },
});
