/** Versions of the win model for database tests: each says one probability of every deal, its own, so that what was said shows who said it. */
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { trainWinModel } from '../../win-model';
import { SHIPPED_PRIOR } from '../../win-prior';
import { holdingAliases } from '../change-alias';
import { insertVersion } from '../version-store';

const START = Date.UTC(2026, 0, 1);

/** A version that gives every deal `probability`; the `k`-th of the day. */
export async function constantVersion(scope: Scope, k: number, probability: number): Promise<string> {
  const at = START + k * 1000;
  const model = trainWinModel([], { now: at, seed: 'test', prior: { ...SHIPPED_PRIOR, rate: probability } });
  await transaction(scope, () => insertVersion(scope, 'win_predictor', {
    version: model.version, parameters: model, metrics: null, trainedOn: 0, window: null, features: [], seed: 'test', codeVersion: 'test', parent: null, comparison: null, holdout: null, createdAt: new Date(at),
  }));
  return model.version;
}

/** The alias stands for this version, as if a training had put it there. */
export const putAlias = (scope: Scope, alias: 'champion' | 'challenger' | 'shadow', version: string, share = 1): Promise<void> => transaction(scope, async () => {
  await (await holdingAliases(scope, 'win_predictor')).change({ alias, version, share, cause: 'trained', why: 'for the test' });
});
