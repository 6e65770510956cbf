import { armOf } from '@/lib/holdout/arm-of';
import { notify } from '@/lib/notifications/notify';
import type { Scope } from '@/lib/server/scope';

/** Whoever waited so long has gone on to something else. */
const LONG = 30_000;

type Run = { id: string; dealId: string; createdAt: Date; requestedById: string | null; deal: { name: string } };

/** Advice that took long, or did not come, is told to who asked for it; what came at once they saw come. Inside the transaction that ends the run. */
export const tellAsker = async (scope: Scope, run: Run, ended: { insights: number } | { failure: string }, now: Date): Promise<number> => {
  const failed = 'failure' in ended;
  if (run.requestedById === null || (!failed && now.getTime() - run.createdAt.getTime() < LONG)) return 0;
  // Nobody is shown the advice on a deal of the comparison group: there is nothing to come back for.
  if (!failed && (await armOf(scope, { id: run.dealId }))?.arm === 'held_out') return 0;
  return notify(scope, {
    kind: 'advice_ready', severity: failed ? 'medium' : 'low', title: failed ? `No advice on ${run.deal.name}` : `Advice on ${run.deal.name} is ready`,
    body: failed ? `Asked for in vain: ${ended.failure}.` : `${ended.insights} ${ended.insights === 1 ? 'insight' : 'insights'}.`, path: `/deals/${run.dealId}`, dedupeKey: `advice:${run.id}`, to: { members: [run.requestedById] },
  });
};
