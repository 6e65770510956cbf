import { z } from 'zod';
import { archiveExperiment } from '@/lib/experiments/stop-experiment';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

const archived = z.object({ archived: z.boolean() });

export const PUT = route({
  summary: 'Put an ended experiment into the archive, or take it out', permission: 'experiment.write', params: idParams, body: archived, output: archived,
  run: (scope, { params, body }) => archiveExperiment(scope, params.id, body.archived),
});
