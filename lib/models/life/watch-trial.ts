/** What happens to a version on trial without anybody looking: its share grows, it is promoted or stopped, and a promotion that does not hold up is taken back. */
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { holdingAliases, scoreAgain, tellMove, type HeldAliases } from './change-alias';
import type { Decision } from './judge-trial';
import { promote } from './move-alias';
import { backTo } from './rollback-model';
import type { Alias, ModelName } from './schema';
import { standingOf } from './trial-standing';
import type { StoredAlias } from './version-store';

export type Watched = { decision: Decision['kind'] | 'nothing_on_trial'; why: string };

/** Looks at what is on trial of a model. Looking again changes nothing unless outcomes came. */
export const watchTrial = (asked: Scope, model: ModelName, now: Date): Promise<Watched> => {
  const scope = seeingAll(asked);
  return transaction(scope, async () => {
    const held = await holdingAliases(scope, model);
    const champion = held.of('champion');
    const onTrial = held.of('challenger') ?? held.of('shadow');
    if (!champion || !onTrial) return { decision: 'nothing_on_trial', why: '' };
    const { decision } = await standingOf(scope, model, champion, onTrial, now);
    await act(scope, model, held, onTrial, decision);
    return { decision: decision.kind, why: decision.why };
  });
};

async function act(scope: Scope, model: ModelName, held: HeldAliases, { alias, version }: StoredAlias, decision: Decision): Promise<void> {
  const { why } = decision;
  const away = (name: Alias) => held.change({ alias: name, version: null, cause: 'stopped', why });
  let title = '';
  if (decision.kind === 'grow') {
    if (alias === 'shadow') await held.change({ alias: 'shadow', version: null, cause: 'share_grown', why });
    await held.change({ alias: 'challenger', version, share: decision.share, cause: 'share_grown', why });
    title = `${version} is shown for ${Math.round(decision.share * 100)}% of records`;
  } else if (decision.kind === 'promote') {
    await promote(held, version, { cause: 'promoted', why });
    title = `${version} is champion now`;
  } else if (decision.kind === 'stop') {
    await away(alias);
    title = `${version} was stopped`;
  } else if (decision.kind === 'roll_back') {
    await backTo(held, version, 'auto_rolled_back', why);
    title = `rolled back to ${version} by itself`;
  } else if (decision.kind === 'end_guard') {
    await away(alias);
  }
  await scoreAgain(scope, model, held.moves);
  if (title !== '') await tellMove(scope, model, held.moves, title, decision.kind === 'roll_back' ? 'high' : 'medium');
}
