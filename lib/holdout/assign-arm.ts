/** Assigns a deal to its arm when advice on it is first asked for, and never again: changing the share moves no assigned deal. */
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { currentWorkspace } from '@/lib/workspaces/current-workspace';
import { readSettings } from '@/lib/workspaces/schema';
import { armFor, type Arm } from './arm';
import { findAssignment, insertAssignment, wasAdvised } from './store';

/** The owner at this moment is kept as the cluster of the analysis. A deal that was advised on before counts as shown, with a share of 0: it was not drawn. */
export const assignArm = (scope: Scope, deal: { id: string; owner: { id: string } | null }): Promise<Arm> => transaction(scope, async () => {
  const known = await findAssignment(scope, deal.id);
  if (known) return known.arm as Arm;
  const share = (await wasAdvised(scope, deal.id)) ? 0 : readSettings((await currentWorkspace(scope)).settings).heldOutShare;
  await insertAssignment(scope, { dealId: deal.id, arm: armFor(scope.workspaceId, deal.id, share), share, ownerId: deal.owner?.id ?? null, assignedAt: new Date() });
  return (await findAssignment(scope, deal.id))!.arm as Arm;
});
