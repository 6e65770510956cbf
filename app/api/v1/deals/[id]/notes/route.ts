import { z } from 'zod';
import { addDealNote } from '@/lib/deals/add-note';
import { newNote } from '@/lib/deals/schema';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const POST = route({
  summary: 'Add a note to a deal', permission: 'deal.write', params: idParams, body: newNote, output: z.object({ id: z.uuid() }), status: 201,
  run: (scope, { params, body }) => addDealNote(scope, params.id, body),
});
