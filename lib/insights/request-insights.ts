/** Asks for insights on a deal: in the background, once however many ask at the same time. */
import { v7 as uuidv7 } from 'uuid';
import { getDeal } from '@/lib/deals/get-deal';
import { assignArm } from '@/lib/holdout/assign-arm';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict } from '@/lib/server/errors';
import { send } from '@/lib/server/outbox';
import type { Scope } from '@/lib/server/scope';
import { freshStages } from './stages';
import { claimRun } from './store';

/** Gives the run: a new one, or the one that is already at work on this deal. */
export const requestInsights = (scope: Scope, dealId: string): Promise<{ runId: string; fresh: boolean }> => transaction(scope, async () => {
  const deal = await getDeal(scope, dealId);
  if (deal.status !== 'open') throw conflict('This deal is closed: advice on it can change nothing any more.');
  const arm = await assignArm(scope, deal);
  const { id, fresh } = await claimRun(scope, { id: uuidv7(), dealId, stages: freshStages(), asOf: new Date(), requestedBy: scope.principal.name, requestedById: scope.principal.kind === 'member' ? scope.principal.id : null });
  if (fresh) {
    await send(scope, 'insights/requested', { runId: id }, id);
    await audit(scope, { action: 'insight.request', entityId: dealId, after: { runId: id, arm } });
  }
  return { runId: id, fresh };
});
