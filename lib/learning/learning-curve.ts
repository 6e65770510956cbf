/** What the labels given so far are worth, and what as many again would bring. */
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { createRng } from '@/lib/stats/rng';
import { labelledInsights, labelsVersion } from './curve-store';
import { labelCurveOf } from './label-curve';
import type { LearningCurve } from './schema';

/** The latest are enough to see where the curve leads, and say how it is now. */
const MOST = 1500;
/** The latest curve by workspace and sight, held against the labels each time it is asked for. */
const curves = new Map<string, { version: string; curve: LearningCurve }>();
const KEPT = 200;

/** Over the insights of deals in sight; deterministic. See label-curve.ts for what is measured. */
export const labelCurve = (scope: Scope): Promise<LearningCurve> => transaction(scope, async () => {
  const key = `${scope.workspaceId} ${scope.sight === 'all' ? 'all' : scope.sight.join()}`;
  const version = await labelsVersion(scope);
  const known = curves.get(key);
  if (known?.version === version) return known.curve;
  const curve = labelCurveOf(await labelledInsights(scope, MOST), createRng('label curve'));
  if (curves.size >= KEPT) curves.clear();
  curves.set(key, { version, curve });
  return curve;
});
