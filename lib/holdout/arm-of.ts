import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { Arm } from './arm';
import { findAssignment } from './store';

export type Assigned = { arm: Arm; /** The workspace's held-out share when it was drawn, 0..1. */ share: number; assignedAt: string };

/** The arm of a deal that the caller was shown already; null while no advice was asked for. */
export const armOf = (scope: Scope, deal: { id: string }): Promise<Assigned | null> => transaction(scope, async () => {
  const found = await findAssignment(scope, deal.id);
  return found && { arm: found.arm as Arm, share: found.share, assignedAt: found.assignedAt.toISOString() };
});
