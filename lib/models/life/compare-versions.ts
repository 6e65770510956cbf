/** Two versions beside each other: what each was measured by, and what both said live of the same records at the same moments. */
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { versionSummaryOf } from './get-model';
import { lossesOf } from './losses';
import { comparePaired } from './paired';
import { readPairs } from './prediction-store';
import type { ModelName, VersionComparison } from './schema';

/** Throws not_found. */
export const compareVersions = (asked: Scope, model: ModelName, a: string, b: string): Promise<VersionComparison> => {
  const scope = seeingAll(asked);
  return transaction(scope, async () => ({
    model, a: await versionSummaryOf(scope, model, a), b: await versionSummaryOf(scope, model, b),
    live: comparePaired([a, b], lossesOf(await readPairs(scope, model, a, b)), 'the same live'),
  }));
};
