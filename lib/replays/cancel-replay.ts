import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict, notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { changeReplay, findReplay } from './store';

/** Ends a replay after the call that it is at; what was answered is kept. Throws not_found, conflict when it has ended. */
export const cancelReplay = (scope: Scope, id: string): Promise<void> => transaction(scope, async () => {
  if (!(await findReplay(scope, id))) throw notFound('replay');
  if (!(await changeReplay(scope, id, { status: 'cancelled', error: `Cancelled by ${scope.principal.name}.`, finishedAt: new Date() }))) throw conflict('It has ended already.');
  await audit(scope, { action: 'prompt_replay.cancel', entityId: id });
});
