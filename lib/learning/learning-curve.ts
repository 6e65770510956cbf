/** What the labels given so far are worth, and what as many again would bring. */
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { createRng } from '@/lib/stats/rng';
import { labelledInsights } from './curve-store';
import { labelCurveOf } from './label-curve';
import type { LearningCurve } from './schema';

const MOST = 3000;

/** Over the insights of deals in sight; deterministic. See label-curve.ts for what is measured. */
export const labelCurve = (scope: Scope): Promise<LearningCurve> =>
  transaction(scope, async () => labelCurveOf(await labelledInsights(scope, MOST), createRng('label curve')));
