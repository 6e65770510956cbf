/** The win model whose scores are shown in a workspace. */
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { winModel, type WinModel } from './schema';
import { findChampionVersion, insertChampion, readParameters } from './store';
import { trainWinModel } from './win-model';

/** Parsed models by version id: a version never changes, so this cannot go stale. */
const parsed = new Map<string, WinModel>();
const KEPT = 200;

/** The champion; a workspace that has none yet starts with the shipped prior as its first version. */
export const championWinModel = (scope: Scope): Promise<WinModel> => transaction(scope, async () => {
  const champion = await findChampionVersion(scope);
  if (!champion) {
    const prior = trainWinModel([], { now: Date.now(), seed: scope.workspaceId });
    await insertChampion(scope, prior, 'Nothing was learnt yet: the shipped prior');
    return prior;
  }
  const known = parsed.get(champion.id);
  if (known) return known;
  const model = winModel.parse(await readParameters(scope, champion.id));
  if (parsed.size >= KEPT) parsed.clear();
  parsed.set(champion.id, model);
  return model;
});
