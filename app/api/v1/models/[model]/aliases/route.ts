import { moveAlias } from '@/lib/models/life/move-alias';
import { modelParams, moveAliasInput, moved } from '@/lib/models/life/schema';
import { route } from '@/lib/server/route';

export const POST = route({
  summary: 'Put an alias on a version, set a challenger’s share, or take a challenger or shadow away', permission: 'model.write', params: modelParams, body: moveAliasInput, output: moved,
  run: (scope, { params, body }) => moveAlias(scope, params.model, body),
});
