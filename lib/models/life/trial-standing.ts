/** Where a version on trial stands: which outcomes speak of it, and what follows from them. Asking changes nothing; `watch-trial.ts` acts on it. */
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { lossesOf } from './losses';
import { evidenceOf, judgePromoted, judgeTrial, type Decision } from './judge-trial';
import { readPairs } from './prediction-store';
import type { Alias, ModelName } from './schema';
import { readAliases, readMovesOf, type StoredAlias } from './version-store';

const DAY = 86_400_000;

export type TrialStanding = {
  version: string; alias: Exclude<Alias, 'champion'>; share: number;
  /** It is the champion before, which goes on unseen in case the new one does not hold up. */
  guard: boolean;
  /** Records with an outcome of which both it and the champion spoke, and how many of them came since its last step. */
  outcomes: number; since: number;
  decision: Decision;
};

/** Inside a transaction. */
export async function standingOf(scope: Scope, model: ModelName, champion: StoredAlias, { alias, version, share, since }: StoredAlias, now: Date): Promise<TrialStanding> {
  const [last] = await readMovesOf(scope, model, alias, 1);
  const shared = { version, alias: alias as TrialStanding['alias'], share };
  if (alias === 'shadow' && last?.cause === 'promoted') {
    // Only outcomes that came after the promotion count: it was promoted by those before.
    const pairs = await readPairs(scope, model, champion.version, version, { since: champion.since });
    return { ...shared, guard: true, outcomes: pairs.length, since: pairs.length, decision: judgePromoted((now.getTime() - champion.since.getTime()) / DAY, evidenceOf(lossesOf(pairs))) };
  }
  const stepped = last ? new Date(last.at) : since;
  const pairs = await readPairs(scope, model, version, champion.version);
  const fresh = pairs.filter(({ resolvedAt }) => resolvedAt > stepped).length;
  return { ...shared, guard: false, outcomes: pairs.length, since: fresh, decision: judgeTrial({ stage: shared.alias, share, since: fresh }, evidenceOf(lossesOf(pairs))) };
}

/** Null while nothing is on trial. */
export const readTrial = (asked: Scope, model: ModelName): Promise<TrialStanding | null> => {
  const scope = seeingAll(asked);
  return transaction(scope, async () => {
    const aliases = await readAliases(scope, model);
    const of = (name: Alias) => aliases.find(({ alias }) => alias === name);
    const [champion, onTrial] = [of('champion'), of('challenger') ?? of('shadow')];
    return champion && onTrial ? standingOf(scope, model, champion, onTrial, new Date()) : null;
  });
};
