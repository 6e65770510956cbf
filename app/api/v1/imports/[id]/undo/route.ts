import { getImport } from '@/lib/imports/get-import';
import { importState } from '@/lib/imports/schema';
import { requestUndo } from '@/lib/imports/undo-import';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const POST = route({
  summary: 'Take an import back, in the background', permission: 'import.run', params: idParams, output: importState, status: 202,
  run: async (scope, { params }) => {
    await requestUndo(scope, params.id);
    return getImport(scope, params.id);
  },
});
