import { rollbackModel, rollbackRequest } from '@/lib/models/life/rollback-model';
import { aliasMove, modelParams } from '@/lib/models/life/schema';
import { z } from 'zod';
import { route } from '@/lib/server/route';

export const POST = route({
  summary: 'Back to an earlier version: it is champion again, what is on trial is taken away, open records are scored again', permission: 'model.write',
  params: modelParams, body: rollbackRequest, output: z.object({ version: z.string(), moves: z.array(aliasMove) }),
  run: (scope, { params, body }) => rollbackModel(scope, params.model, body),
});
