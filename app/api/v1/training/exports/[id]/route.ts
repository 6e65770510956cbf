import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';
import { getExport } from '@/lib/training/get-export';
import { exportState } from '@/lib/training/schema';

export const GET = route({
  summary: 'How an export of training data stands, with its manifest', permission: 'training.read', params: idParams, output: exportState,
  run: (scope, { params }) => getExport(scope, params.id, new Date()),
});
