import { driftReport } from '@/lib/models/drift/schema';
import { detectDrift } from '@/lib/models/life/detect-drift';
import { modelParams } from '@/lib/models/life/schema';
import { z } from 'zod';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'Has the champion drifted? Looked at now; nothing is stored. Null without a champion', permission: 'model.read', cost: 'model', params: modelParams, long: true,
  output: z.object({ version: z.string().nullable(), report: driftReport.nullable() }),
  run: async (scope, { params }) => (await detectDrift(scope, params.model)) ?? { version: null, report: null },
});
