import { moveStage } from '@/lib/deals/move-stage';
import { deal, stageMove } from '@/lib/deals/schema';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const PUT = route({
  summary: 'Move a deal to a stage; a won or lost one closes it', permission: 'deal.write', params: idParams, body: stageMove, output: deal,
  run: (scope, { params, body }) => moveStage(scope, params.id, body),
});
