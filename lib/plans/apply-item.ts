/** An approved change is carried out: in the background, once, and only if what it changes still stands as it did. */
import { notify } from '@/lib/notifications/notify';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { AppError, conflict, forbidden, notFound } from '@/lib/server/errors';
import { allows } from '@/lib/server/permissions';
import { systemScope, type Scope } from '@/lib/server/scope';
import { stillDecides } from './deciders';
import { kindOf } from './kinds/catalogue';
import type { PlanChange, PlanStatus } from './schema';
import { changeItem, findItem, lockItem, type StoredItem } from './store';

export const changeOf = ({ kind, change }: Pick<StoredItem, 'kind' | 'change'>): PlanChange => ({ kind, change }) as unknown as PlanChange;

/** Why the item cannot be applied now, or null when it can; and the time for which it was approved, null for at once. Nothing is written. */
export const checkItem = (scope: Scope, id: string): Promise<{ problem: string | null; applyAt: string | null }> => transaction(scope, async () => {
  const item = await findItem(scope, id);
  if (!item) throw notFound('proposed change');
  return { problem: item.status === 'approved' ? await problemWith(scope, item) : null, applyAt: item.applyAt?.toISOString() ?? null };
});

async function problemWith(scope: Scope, item: StoredItem): Promise<string | null> {
  if (item.decidedById && !(await stillDecides(scope, item.decidedById))) return `${item.decidedBy}, who approved it, may no longer do so.`;
  const standing = await kindOf(changeOf(item)).standing(scope);
  return standing.is === 'before' ? null : standing.is === 'after' ? 'It is so already: somebody made the same change meanwhile.' : `${standing.words}, which is not where the change starts from.`;
}

/**
 * Applies an approved item and records it, in one transaction: old or new, never mixed. An item in any other state is left as it is, so that
 * doing it again does nothing; before the day for which it was approved it throws unavailable. What speaks against it is kept with the item as its failure.
 */
export async function applyItem(scope: Scope, id: string, now: Date = new Date()): Promise<{ status: PlanStatus }> {
  try {
    return await transaction(scope, async () => {
      const item = await lockItem(scope, id);
      if (!item) throw notFound('proposed change');
      if (item.status !== 'approved') return { status: item.status as PlanStatus };
      if (item.applyAt && item.applyAt > now) throw new AppError('unavailable', 'This change was approved for a later day.');
      const problem = await problemWith(scope, item);
      if (problem) throw conflict(problem);
      // What is done by an approval says in the audit log whose it was.
      const acting = systemScope(scope.workspaceId, `plan, approved by ${item.decidedBy}`);
      await kindOf(changeOf(item)).apply(acting, item.title);
      await changeItem(scope, id, { status: 'approved' }, { status: 'applied', appliedAt: now });
      await audit(acting, { action: 'plan_item.apply', entityId: id, after: { title: item.title, change: item.change } });
      await tell(scope, item, 'applied', `Applied: ${item.title}`, 'Its measured effect will stand beside the expected one.');
      return { status: 'applied' };
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === 'not_found' || error.kind === 'unavailable') throw error;
    return failItem(scope, id, error.message);
  }
}

/** Keeps why an approved item could not be applied. */
export const failItem = (scope: Scope, id: string, why: string): Promise<{ status: PlanStatus }> => transaction(scope, async () => {
  const item = await lockItem(scope, id);
  if (!item) throw notFound('proposed change');
  if (item.status !== 'approved') return { status: item.status as PlanStatus };
  await changeItem(scope, id, { status: 'approved' }, { status: 'failed', error: why });
  await audit(scope, { action: 'plan_item.fail', entityId: id, after: { title: item.title, error: why } });
  await tell(scope, item, 'failed', `Not applied: ${item.title}`, why);
  return { status: 'failed' };
});

/** Takes an applied change back, if what it made still stands. Throws not_found, or conflict with how it stands now. */
export const revertItem = (scope: Scope, id: string, { note = '' }: { note?: string } = {}, now: Date = new Date()): Promise<{ status: PlanStatus }> => transaction(scope, async () => {
  if (!allows(scope.role, 'plan.decide')) throw forbidden('Only who may approve a change may take it back.');
  const item = await lockItem(scope, id);
  if (!item) throw notFound('proposed change');
  if (item.status !== 'applied') throw conflict(item.status === 'reverted' ? 'This change was taken back already.' : 'This change was not applied: there is nothing to take back.');
  const kind = kindOf(changeOf(item));
  const standing = await kind.standing(scope);
  if (standing.is !== 'after') throw conflict(`${standing.is === 'before' ? 'It stands as it did before the change already' : standing.words}: taking this change back would undo somebody else’s.`);
  await kind.revert(scope, `${item.title}, taken back${note ? `: ${note}` : ''}`);
  await changeItem(scope, id, { status: 'applied' }, { status: 'reverted', revertedAt: now });
  await audit(scope, { action: 'plan_item.revert', entityId: id, before: { title: item.title, status: 'applied' }, after: { title: item.title, status: 'reverted', note: note || null } });
  await tell(scope, item, 'reverted', `Taken back: ${item.title}`, `By ${scope.principal.name}.${note ? ` ${note}` : ''}`);
  return { status: 'reverted' };
});

/** Tells who proposed it and who approved it. */
const tell = (scope: Scope, item: StoredItem, what: 'applied' | 'failed' | 'reverted', title: string, body: string): Promise<number> => notify(scope, {
  kind: 'plan_decided', severity: what === 'failed' ? 'high' : 'low', title, body, path: `/plans/${item.id}`, dedupeKey: `plan:${item.id}:${what}`,
  to: { members: [item.proposedById, item.decidedById].filter((memberId) => memberId !== null) },
});
