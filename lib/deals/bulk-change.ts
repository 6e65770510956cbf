/** One change to many deals, each by itself and with its own right: what can be done is done, the rest says why not. */
import { requestInsights } from '@/lib/insights/request-insights';
import { transaction } from '@/lib/server/db/tenancy';
import { AppError, conflict, invalid, notFound } from '@/lib/server/errors';
import { mustAllow } from '@/lib/server/guard';
import type { Scope } from '@/lib/server/scope';
import { moveStage } from './move-stage';
import type { BulkChange, BulkItem, BulkResult, Deal } from './schema';
import { findDeal, listStages, lockDeal, missingRelation } from './store';
import { updateDeal } from './update-deal';

/** What is wrong with a change whatever deal it is made to: said once, before any is touched. */
async function mustMakeSense(scope: Scope, changes: readonly BulkChange[]): Promise<void> {
  if (changes.some(({ kind }) => kind === 'owner')) mustAllow(scope, 'deal.assign');
  if (changes.some(({ kind }) => kind === 'advice')) mustAllow(scope, 'insight.generate');
  const stages = await listStages(scope);
  for (const change of changes) {
    if (change.kind === 'move') {
      const stage = stages.find(({ id }) => id === change.stageId);
      if (!stage) throw invalid('There is no such stage in this workspace.', [{ path: 'stageId', message: 'Choose another stage' }]);
      if (stage.kind !== 'open' && !change.reason?.trim()) throw invalid(`Say in a few words why they were ${stage.kind}.`, [{ path: 'reason', message: 'Please fill this in' }]);
    }
    if (change.kind === 'owner' && change.ownerId && (await missingRelation(scope, { ownerId: change.ownerId }))) {
      throw invalid('There is no such owner in this workspace.', [{ path: 'ownerId', message: 'Choose another owner' }]);
    }
  }
}

const same = (a: string | null, b: string | null): boolean => (a === null || b === null ? a === b : Date.parse(a) === Date.parse(b));

/** Does it, and gives what takes it back. Throws an AppError with the reason when it cannot be done. */
async function apply(scope: Scope, deal: Deal, change: BulkChange): Promise<Omit<BulkItem, 'version'> & { version: number } | null> {
  if (change.kind === 'advice') {
    const { fresh } = await requestInsights(scope, deal.id);
    if (!fresh) throw conflict('Advice is being written already.');
    return null;
  }
  if (change.kind === 'owner') {
    if (change.ownerId === (deal.owner?.id ?? null)) throw conflict('It is theirs already.');
    const { version } = await updateDeal(scope, deal.id, { ownerId: change.ownerId });
    return { id: deal.id, version, change: { kind: 'owner', ownerId: deal.owner?.id ?? null } };
  }
  if (deal.status !== 'open') throw conflict(`It is ${deal.status}: open it again first.`);
  if (change.kind === 'close_date') {
    if (same(change.day, deal.expectedCloseAt)) throw conflict('It closes on that day already.');
    const { version } = await updateDeal(scope, deal.id, { expectedCloseAt: change.day });
    return { id: deal.id, version, change: { kind: 'close_date', day: deal.expectedCloseAt } };
  }
  if (change.stageId === deal.stage.id) throw conflict('It is in that stage already.');
  const { status, version } = await moveStage(scope, deal.id, { stageId: change.stageId, reason: change.reason });
  return status === 'open' ? { id: deal.id, version, change: { kind: 'move', stageId: deal.stage.id } } : null;
}

/**
 * Each deal is a transaction of its own with its own audit entry. Throws not_found when none of the deals is in sight, invalid when the
 * change makes no sense for any.
 */
export async function changeInBulk(scope: Scope, items: readonly BulkItem[]): Promise<BulkResult> {
  await transaction(scope, () => mustMakeSense(scope, items.map(({ change }) => change)));
  const result: BulkResult = { changed: [], skipped: [] };
  let seen = 0;
  for (const { id, version, change } of items) {
    let name: string | null = null;
    try {
      const undo = await transaction(scope, async () => {
        await lockDeal(scope, id);
        const deal = await findDeal(scope, id);
        if (!deal) throw notFound('deal');
        name = deal.name;
        seen += 1;
        if (version !== undefined && version !== deal.version) throw conflict('Somebody changed it in the meantime.');
        return apply(scope, deal, change);
      });
      result.changed.push({ id, undo });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      result.skipped.push({ id, name, reason: error.kind === 'not_found' ? 'It is not there any more, or not in your sight.' : error.message });
    }
  }
  if (seen === 0) throw notFound('deal');
  return result;
}
