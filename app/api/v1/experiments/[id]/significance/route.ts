import { checkSignificance } from '@/lib/experiments/analyze-experiment';
import { verdict } from '@/lib/experiments/results-schema';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'What may be said of an experiment now, and whether it is safe to stop', permission: 'experiment.read', params: idParams, output: verdict,
  run: (scope, { params }) => checkSignificance(scope, params.id),
});
