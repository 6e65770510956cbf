'use server';

import { z } from 'zod';
import { addDealNote } from '@/lib/deals/add-note';
import { createDealFromForm, updateDealFromForm } from '@/lib/deals/deal-form';
import { moveStage } from '@/lib/deals/move-stage';
import { dealForm, dealFormPatch, newNote, stageMove, type Deal } from '@/lib/deals/schema';
import { action } from '@/lib/server/action';

const id = z.uuid();
/** What a toast says of a change: the page itself is rendered anew. */
const changed = ({ id: dealId, status, stage, probability }: Deal) => ({ id: dealId, status, stage: stage.name, probability });

export const createDeal = action({
  permission: 'deal.write', input: dealForm,
  run: async (scope, input) => changed(await createDealFromForm(scope, input)),
});

export const changeDeal = action({
  permission: 'deal.write', input: z.object({ id, patch: dealFormPatch }),
  run: async (scope, input) => changed(await updateDealFromForm(scope, input.id, input.patch)),
});

export const moveDeal = action({
  permission: 'deal.write', input: stageMove.extend({ id }),
  run: async (scope, { id: dealId, ...move }) => changed(await moveStage(scope, dealId, move)),
});

export const noteOnDeal = action({
  permission: 'deal.write', input: newNote.extend({ id }),
  run: (scope, { id: dealId, ...note }) => addDealNote(scope, dealId, note),
});
