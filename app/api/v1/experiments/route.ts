import { z } from 'zod';
import { createExperiment } from '@/lib/experiments/create-experiment';
import { getExperiment, pageOfExperiments } from '@/lib/experiments/get-experiment';
import { experiment, experimentStatus, newExperiment } from '@/lib/experiments/schema';
import { pageOf, pageQuery } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'Experiments, newest first', permission: 'experiment.read', query: pageQuery.extend({ status: experimentStatus.optional() }), output: pageOf(experiment),
  run: (scope, { query: { limit, cursor, status } }) => pageOfExperiments(scope, { status }, cursor === undefined ? null : z.uuid().safeParse(cursor).data ?? null, limit),
});

export const POST = route({
  summary: 'Design an experiment: a draft that nothing follows until it is started', permission: 'experiment.write', body: newExperiment, output: experiment, status: 201,
  run: async (scope, { body }) => getExperiment(scope, (await createExperiment(scope, body)).id),
});
