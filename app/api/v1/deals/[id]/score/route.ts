import { z } from 'zod';
import { requireScore } from '@/lib/models/get-score';
import { driver, winMetrics, winSignal } from '@/lib/models/schema';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

const point = z.object({ at: z.iso.datetime(), probability: z.number(), low: z.number(), high: z.number(), cause: z.string(), modelVersion: z.string() });

export const GET = route({
  summary: 'Win probability of a deal with its interval, drivers and history', permission: 'insight.read', params: idParams,
  output: z.object({
    probability: z.number(), low: z.number(), high: z.number(), percentile: z.number().nullable(), drivers: z.array(driver), modelVersion: z.string(),
    baseRate: z.number(), n: z.number().int(), signal: winSignal, sentence: z.string(), metrics: winMetrics.nullable(), blendWeight: z.number(), priorName: z.string(),
    history: z.array(point),
  }),
  run: (scope, { params }) => requireScore(scope, params.id),
});
