/** What a version looks at, on the records that taught it and on those since. */
import { loadClosedHistories } from '@/lib/deals/load-histories';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { FeatureSamples } from '../drift/feature-moves';
import { winModel } from '../schema';
import { winInputs } from '../win-inputs';
import type { ModelName } from './schema';
import { countClosedDeals } from './training-store';

/** Records since, below which nothing is read. */
const LEAST = 50;

/** Empty while there are too few since, and for models whose inputs nobody can read. */
export async function inputsOf(scope: Scope, model: ModelName, parameters: unknown): Promise<FeatureSamples[]> {
  if (model !== 'win_predictor') return [];
  const version = winModel.parse(parameters);
  const { window } = version;
  if (window === null || (await transaction(scope, () => countClosedDeals(scope, new Date(window.to)))).later < LEAST) return [];
  return winInputs(await loadClosedHistories(scope), version, Date.now(), scope.workspaceId);
}
