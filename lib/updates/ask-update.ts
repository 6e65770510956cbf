/** A person has the workspace learn anew now, and says why. */
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { requestUpdate } from './label-arrived';

/** Throws conflict while one is open or at work. */
export const askUpdate = (scope: Scope, why: string): Promise<{ id: string }> => transaction(scope, async () => {
  const id = await requestUpdate(scope, 'asked', { askedBy: scope.principal.name, why });
  if (!id) throw conflict('The workspace is about to learn anew already. Wait until that is done.');
  await audit(scope, { action: 'update.ask', entityId: id, after: { why } });
  return { id };
});
