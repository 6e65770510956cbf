/** The win models that are at work in a workspace: the champion, whose scores are shown, and what is on trial beside it. */
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { servedBy, servingOf, type Serving } from './life/serving';
import { holdAliases, holdModel, insertMove, insertVersion, readAliases, readParameters, writeAlias, type StoredAlias } from './life/version-store';
import { winModel, type WinModel } from './schema';
import { trainWinModel } from './win-model';

const MODEL = 'win_predictor';

/** Parsed models by workspace and version: a version never changes, so this cannot go stale. */
const parsed = new Map<string, WinModel>();
const KEPT = 200;

/** A stored version. Inside a transaction. */
export async function winModelOf(scope: Scope, version: string): Promise<WinModel> {
  const key = `${scope.workspaceId} ${version}`;
  const known = parsed.get(key);
  if (known) return known;
  const model = winModel.parse(await readParameters(scope, MODEL, version));
  if (parsed.size >= KEPT) parsed.clear();
  parsed.set(key, model);
  return model;
}

/** A workspace that has no champion yet starts with the shipped prior as its first version. */
async function startWithPrior(scope: Scope): Promise<StoredAlias[]> {
  await holdModel(scope, MODEL);
  const there = await readAliases(scope, MODEL);
  if (servingOf(there)) return there;
  const prior = trainWinModel([], { now: Date.now(), seed: scope.workspaceId });
  const at = new Date(prior.trainedAt);
  await insertVersion(scope, MODEL, {
    version: prior.version, parameters: prior, metrics: null, trainedOn: 0, window: null, features: [], seed: scope.workspaceId, codeVersion: '', parent: null, comparison: null, holdout: null, createdAt: at,
  });
  await writeAlias(scope, MODEL, 'champion', { version: prior.version, share: 1, since: at });
  await insertMove(scope, MODEL, at, { alias: 'champion', from: null, to: prior.version, share: 1, cause: 'first', why: 'Nothing was learned yet: the shipped prior' });
  return [...there, { alias: 'champion', version: prior.version, share: 1, since: at }];
}

const serving = async (scope: Scope, aliases: StoredAlias[]): Promise<Serving> => (servingOf(aliases) ?? servingOf(await startWithPrior(scope)))!;

/** The champion. */
export const championWinModel = (scope: Scope): Promise<WinModel> => transaction(scope, async () => winModelOf(scope, (await serving(scope, await readAliases(scope, MODEL))).champion));

/** The version that serves this deal: the champion, or the challenger for its share. */
export const servedWinModel = (scope: Scope, dealId: string): Promise<WinModel> =>
  transaction(scope, async () => winModelOf(scope, servedBy(await serving(scope, await readAliases(scope, MODEL)), dealId)));

export type WinModelsAtWork = {
  /** The one whose score of this deal is shown. */
  of: (dealId: string) => WinModel;
  champion: WinModel; challenger: WinModel | null; shadow: WinModel | null;
};

/** All that is at work, kept so until the transaction ends: whoever moves an alias waits for what is being scored. Inside a transaction. */
export async function holdWinModels(scope: Scope): Promise<WinModelsAtWork> {
  // The first champion is made before the lock is shared: two that share it could not both go on to have it alone.
  await serving(scope, await readAliases(scope, MODEL));
  const now = servingOf(await holdAliases(scope, MODEL))!;
  const champion = await winModelOf(scope, now.champion);
  const challenger = now.challenger && await winModelOf(scope, now.challenger.version);
  const shadow = now.shadow === null ? null : await winModelOf(scope, now.shadow);
  return { champion, challenger, shadow, of: (dealId) => (challenger && servedBy(now, dealId) === challenger.version ? challenger : champion) };
}
