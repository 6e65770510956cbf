/** An operator puts an alias on a version, changes a challenger's share, or takes a challenger or shadow away. */
import type { z } from 'zod';
import { transaction } from '@/lib/server/db/tenancy';
import { invalid } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { holdingAliases, scoreAgain, tellMove, type HeldAliases } from './change-alias';
import type { AliasMove, ModelName, moveAliasInput } from './schema';

/** Records that a challenger serves when nobody says how many. */
export const FIRST_SHARE = 0.1;

/**
 * Gives the moves that were made: none when it stands so already. A version has one alias: the champion's earlier alias goes, and a champion that is
 * replaced by the version on trial goes on unseen, so that the two can be compared. Throws invalid, not_found.
 */
export const moveAlias = (scope: Scope, model: ModelName, { alias, version, share, why }: z.input<typeof moveAliasInput>): Promise<{ moves: AliasMove[] }> => transaction(scope, async () => {
  const held = await holdingAliases(scope, model);
  if (alias === 'champion') await moveChampion(held, version, why);
  else {
    if (version !== null && held.of('champion') === null) throw invalid('There is no champion yet: put one in use first.');
    if (version !== null && held.of('champion')?.version === version) throw invalid('This version is the champion: it serves everything already.');
    const other = alias === 'challenger' ? 'shadow' : 'challenger';
    if (version !== null && held.of(other)?.version === version) await held.change({ alias: other, version: null, cause: 'moved', why });
    const grown = held.of(alias)?.version === version && version !== null;
    await held.change({ alias, version, share: alias === 'challenger' ? share ?? held.of('challenger')?.share ?? FIRST_SHARE : 1, cause: version === null ? 'stopped' : grown ? 'share_grown' : 'moved', why });
  }
  await scoreAgain(scope, model, held.moves);
  await tellMove(scope, model, held.moves, titleOf(held.moves));
  return { moves: [...held.moves] };
});

async function moveChampion(held: HeldAliases, version: string | null, why: string): Promise<void> {
  if (version === null) throw invalid('There is always a champion: move it to another version instead.');
  await promote(held, version, { cause: 'moved', why });
}

/** The version becomes champion; if it was on trial, the former champion goes on as shadow. */
export async function promote(held: HeldAliases, version: string, { cause, why, evidence }: { cause: 'moved' | 'promoted'; why: string; evidence?: unknown }): Promise<void> {
  const former = held.of('champion');
  const onTrial = held.of('challenger')?.version === version || held.of('shadow')?.version === version;
  for (const alias of ['challenger', 'shadow'] as const) if (held.of(alias)?.version === version) await held.change({ alias, version: null, cause: onTrial ? 'promoted' : cause, why });
  await held.change({ alias: 'champion', version, cause: onTrial ? 'promoted' : cause, why, evidence });
  if (onTrial && former && former.version !== version) await held.change({ alias: 'shadow', version: former.version, cause: 'promoted', why: 'Was the champion: goes on unseen, so that the two can be compared' });
}

function titleOf(moves: readonly AliasMove[]): string {
  const move = moves.find(({ alias }) => alias === 'champion') ?? moves.find(({ alias }) => alias === 'challenger') ?? moves[0];
  if (!move) return '';
  if (move.to === null) return `${move.from ?? 'a version'} is ${move.alias} no longer`;
  return move.alias === 'challenger' ? `${move.to} is shown for ${Math.round(move.share * 100)}% of records` : `${move.to} is ${move.alias} now`;
}
