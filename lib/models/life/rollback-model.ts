/** One click back: an earlier version is champion again, whatever was on trial is taken away, and open records are scored again. */
import type { z } from 'zod';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict, invalid } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { holdingAliases, scoreAgain, tellMove, type HeldAliases } from './change-alias';
import { rollbackInput, type AliasCause, type AliasMove, type ModelName } from './schema';
import { readMovesOf } from './version-store';

export const rollbackRequest = rollbackInput.extend({ version: rollbackInput.shape.version.optional().describe('the version before, unless given') });

const BACK: readonly AliasCause[] = ['rolled_back', 'auto_rolled_back'];
const LOOKED_AT = 200;

/** The version that was champion before this one was first put in use; null when there was none. Going back is no putting in use. */
export function versionBefore(champion: string, moves: readonly Pick<AliasMove, 'from' | 'to' | 'cause'>[]): string | null {
  return moves.find(({ from, to, cause }) => to === champion && from !== null && from !== champion && !BACK.includes(cause))?.from ?? null;
}

/** Throws conflict where there is no version to go back to, not_found where there is no such version. */
export const rollbackModel = (scope: Scope, model: ModelName, { version, why }: z.input<typeof rollbackRequest>): Promise<{ version: string; moves: AliasMove[] }> => transaction(scope, async () => {
  const held = await holdingAliases(scope, model);
  const champion = held.of('champion');
  if (!champion) throw conflict('There is no champion yet, so there is nothing to go back from.');
  const to = version ?? versionBefore(champion.version, await readMovesOf(scope, model, 'champion', LOOKED_AT));
  if (to === null) throw conflict('There is no earlier version to go back to.');
  if (to === champion.version) throw invalid('This version is the champion already.');
  await backTo(held, to, 'rolled_back', why);
  await scoreAgain(scope, model, held.moves);
  await tellMove(scope, model, held.moves, `rolled back to ${to}`, 'high');
  return { version: to, moves: [...held.moves] };
});

/** Champion back, trials away: they were on trial against another. */
export async function backTo(held: HeldAliases, version: string, cause: 'rolled_back' | 'auto_rolled_back', why: string, evidence?: unknown): Promise<void> {
  await held.change({ alias: 'champion', version, cause, why, evidence });
  for (const alias of ['challenger', 'shadow'] as const) await held.change({ alias, version: null, cause, why });
}
