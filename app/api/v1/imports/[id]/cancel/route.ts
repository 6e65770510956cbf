import { getImport } from '@/lib/imports/get-import';
import { importState } from '@/lib/imports/schema';
import { cancelImport } from '@/lib/imports/start-import';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const POST = route({
  summary: 'Stop an import after the batch it is at', permission: 'import.run', params: idParams, output: importState,
  run: async (scope, { params }) => {
    await cancelImport(scope, params.id);
    return getImport(scope, params.id);
  },
});
