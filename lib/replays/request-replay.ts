import { hasModel } from '@/lib/llm/has-model';
import { versionForReplay } from '@/lib/prompts/version-for-replay';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict } from '@/lib/server/errors';
import { send } from '@/lib/server/outbox';
import { principalKey, type Scope } from '@/lib/server/scope';
import type { NewReplay } from './schema';
import { findOpenReplay, insertReplay } from './store';

/**
 * Asks for a version to be tried on past deals beside the one in production; gives the replay that is open already when there is
 * one. Throws not_found, conflict for the version in production itself and where no language model has a key.
 */
export const requestReplay = (scope: Scope, input: NewReplay): Promise<{ id: string; fresh: boolean }> => transaction(scope, async () => {
  const { id, fresh } = await openReplay(scope, input);
  if (fresh) await send(scope, 'prompt/replay.requested', { replayId: id }, id);
  return { id, fresh };
});

/** The same without starting it: for a job that runs the replay itself. Inside a transaction. */
export async function openReplay(scope: Scope, { versionId, deals }: NewReplay): Promise<{ id: string; fresh: boolean }> {
  const { promptId, tried, production } = await versionForReplay(scope, versionId);
  if (tried.id === production.id) throw conflict('This version is in production: there is nothing to compare it with.');
  if (!hasModel()) throw conflict('No language model has a key, so every version would be answered alike by the built-in analyst.');
  const id = await insertReplay(scope, { promptId, versionId, againstId: production.id, deals, requestedBy: principalKey(scope) });
  if (id === null) {
    const open = await findOpenReplay(scope, versionId);
    if (!open) throw conflict('The replay of this version has just ended. Try again.');
    return { id: open.id, fresh: false };
  }
  await audit(scope, { action: 'prompt_replay.request', entityId: id, after: { tried: tried.version, against: production.version, deals } });
  return { id, fresh: true };
}
