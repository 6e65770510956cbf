/** Asks that a workspace learns anew and looks at its open deals again, in the background. */
import { transaction } from '@/lib/server/db/tenancy';
import { send } from '@/lib/server/outbox';
import { systemScope } from '@/lib/server/scope';

/** `cause` is said beside scores that move; the same `key` asks once. */
export const askRefresh = (workspaceId: string, cause: string, key: string): Promise<void> => {
  const scope = systemScope(workspaceId, 'learning');
  return transaction(scope, () => send(scope, 'workspace/refresh.requested', { cause }, key));
};
