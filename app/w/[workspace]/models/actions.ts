'use server';

import { z } from 'zod';
import { moveAlias as moveOne } from '@/lib/models/life/move-alias';
import { rollbackModel } from '@/lib/models/life/rollback-model';
import { modelParams, moveAliasInput, rollbackInput } from '@/lib/models/life/schema';
import { cancelTraining as cancelOne } from '@/lib/models/life/train-model';
import { action } from '@/lib/server/action';

export const moveAlias = action({ permission: 'model.write', input: modelParams.extend(moveAliasInput.shape), run: (scope, { model, ...move }) => moveOne(scope, model, move) });
export const rollBack = action({ permission: 'model.write', input: modelParams.extend(rollbackInput.shape), run: (scope, { model, ...to }) => rollbackModel(scope, model, to) });
export const cancelTraining = action({ permission: 'model.write', input: z.object({ id: z.uuid() }), run: (scope, { id }) => cancelOne(scope, id) });
