'use server';

import { z } from 'zod';
import { checkAndUpdateModels } from '@/lib/models/life/check-and-update-models';
import { moveAlias as moveOne } from '@/lib/models/life/move-alias';
import { rollbackModel } from '@/lib/models/life/rollback-model';
import { scheduleUpdates } from '@/lib/models/life/schedule-updates';
import { modelParams, moveAliasInput, rollbackInput, scheduleInput, updateModelsInput } from '@/lib/models/life/schema';
import { cancelTraining as cancelOne } from '@/lib/models/life/train-model';
import { action } from '@/lib/server/action';

export const checkModels = action({ permission: 'model.write', cost: 'model', input: updateModelsInput, run: (scope, { models, forceRetrain, why }) => checkAndUpdateModels(scope, models, { forceRetrain }, why) });
export const moveAlias = action({ permission: 'model.write', input: modelParams.extend(moveAliasInput.shape), run: (scope, { model, ...move }) => moveOne(scope, model, move) });
export const rollBack = action({ permission: 'model.write', input: modelParams.extend(rollbackInput.shape), run: (scope, { model, ...to }) => rollbackModel(scope, model, to) });
export const saveSchedule = action({ permission: 'model.write', input: modelParams.extend(scheduleInput.shape), run: (scope, { model, ...schedule }) => scheduleUpdates(scope, model, schedule) });
export const cancelTraining = action({ permission: 'model.write', input: z.object({ id: z.uuid() }), run: (scope, { id }) => cancelOne(scope, id) });
