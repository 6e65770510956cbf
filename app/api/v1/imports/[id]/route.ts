import { getImport } from '@/lib/imports/get-import';
import { importState } from '@/lib/imports/schema';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'How an import stands, with what was wrong with which row', permission: 'import.read', params: idParams, output: importState,
  run: (scope, { params }) => getImport(scope, params.id),
});
