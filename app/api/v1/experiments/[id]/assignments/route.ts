import { z } from 'zod';
import { assignForProgram } from '@/lib/experiments/assign-variant';
import { assigned, assignRequest } from '@/lib/experiments/schema';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const POST = route({
  summary: 'Variants of units, recorded at their first exposure; null: treat the unit as always', permission: 'experiment.record', params: idParams,
  body: z.object({ units: z.array(assignRequest).min(1).max(1000) }), output: z.object({ data: z.array(assigned).describe('in the order of the units') }),
  run: async (scope, { params, body }) => ({ data: await assignForProgram(scope, params.id, body.units) }),
});
