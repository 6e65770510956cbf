/** What is said beside scores that another version changes. */
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { findMove } from './version-store';

export const causeOfMove = (scope: Scope, moveId: string): Promise<string> => transaction(scope, async () => {
  const move = await findMove(scope, moveId);
  if (!move) return 'another version of the model';
  if (move.cause === 'rolled_back' || move.cause === 'auto_rolled_back') return `the model was rolled back to ${move.to ?? 'an earlier version'}`;
  if (move.alias === 'challenger') return move.to === null ? 'a trial of another model ended' : `a share of deals is scored by ${move.to}, on trial`;
  return `the model is ${move.to ?? 'another version'} now`;
});
