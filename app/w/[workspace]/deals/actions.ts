'use server';

import { z } from 'zod';
import { addDealNote } from '@/lib/deals/add-note';
import { changeInBulk } from '@/lib/deals/bulk-change';
import { createDealFromForm, updateDealFromForm } from '@/lib/deals/deal-form';
import { getDeal } from '@/lib/deals/get-deal';
import { dealChoices } from '@/lib/deals/list-deals';
import { exportListed, listedIds } from '@/lib/deals/listed-deals';
import { moveStage } from '@/lib/deals/move-stage';
import { bulkItems, dealForm, dealFormPatch, listedDeals, MOST_SELECTED, newNote, stageMove, type Deal } from '@/lib/deals/schema';
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

export const changeDeals = action({
  permission: 'deal.write', input: bulkItems,
  run: (scope, { items }) => changeInBulk(scope, items),
});

export const selectDeals = action({
  permission: 'deal.read', input: listedDeals,
  run: (scope, query) => listedIds(scope, query),
});

export const exportDeals = action({
  permission: 'deal.export', input: z.object({ query: listedDeals, ids: z.array(id).max(MOST_SELECTED).nullable() }),
  run: (scope, { query, ids }) => exportListed(scope, query, ids),
});

/** What the command palette can do with the deal that is open. */
export const dealCommands = action({
  permission: 'deal.read', input: z.object({ id }),
  run: async (scope, input) => {
    const { name, status, stage } = await getDeal(scope, input.id);
    return { id: input.id, name, status, stage: stage.id, stages: (await dealChoices(scope)).stages };
  },
});
