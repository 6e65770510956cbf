/** Learns the win model anew from the workspace's closed deals and puts it in use. */
import { loadClosedHistories, loadHistories, openDealIds } from '@/lib/deals/load-histories';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { insertChampion } from './store';
import { trainWinModel } from './win-model';

/** Enough open deals to see what is known of open ones and not of closed ones. */
const OPEN_SAMPLE = 500;

export async function trainChampion(scope: Scope): Promise<{ version: string; closedDeals: number; signal: string }> {
  const closed = await loadClosedHistories(scope);
  const open = await loadHistories(scope, await openDealIds(scope, null, OPEN_SAMPLE));
  const now = Date.now();
  const model = trainWinModel([...closed, ...open], { now, seed: scope.workspaceId });
  await transaction(scope, async () => {
    await insertChampion(scope, model, 'Learnt anew from closed deals');
    await audit(scope, { action: 'model.train', entityId: model.version, after: { version: model.version, closedDeals: model.n, signal: model.signal } });
  });
  return { version: model.version, closedDeals: model.n, signal: model.signal };
}
