import { z } from 'zod';
import { changeExperiment, removeDraft } from '@/lib/experiments/create-experiment';
import { getExperiment } from '@/lib/experiments/get-experiment';
import { experiment, newExperiment } from '@/lib/experiments/schema';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'An experiment: design, variants, status, current weights', permission: 'experiment.read', params: idParams, output: experiment,
  run: (scope, { params }) => getExperiment(scope, params.id),
});

export const PUT = route({
  summary: 'Another design in the place of a draft', permission: 'experiment.write', params: idParams, body: newExperiment.extend({ version: z.number().int().optional().describe('of the draft as you saw it: changed meanwhile, it is not overwritten') }), output: experiment,
  run: async (scope, { params, body: { version, ...design } }) => getExperiment(scope, (await changeExperiment(scope, params.id, version ?? null, design)).id),
});

export const DELETE = route({
  summary: 'Remove a draft', permission: 'experiment.write', params: idParams, output: z.object({ removed: z.boolean() }),
  run: async (scope, { params }) => {
    await removeDraft(scope, params.id);
    return { removed: true };
  },
});
