/** Saved views: kept under a name that is a person's own, changed and removed by that person alone. */
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict, forbidden, invalid, isUniqueViolation, notFound } from '@/lib/server/errors';
import { mustAllow } from '@/lib/server/guard';
import type { Scope } from '@/lib/server/scope';
import { MOST_VIEWS, type NewView, type SavedView, type ViewPatch } from './schema';
import { changeView, countOwn, deleteView, insertView, ownView, viewsFor } from './store';

const memberOf = ({ principal }: Scope): string => {
  if (principal.kind !== 'member') throw forbidden('Views are a person’s: sign in to save one.');
  return principal.id;
};

type Stored = Awaited<ReturnType<typeof insertView>>;
const shown = ({ id, name, query, shared, memberId, member }: Stored, own: string | null): SavedView => ({ id, name, query, shared, own: memberId === own, owner: member.name });

/** Two saves at once, or a name that is taken: the unique constraint decides. */
const named = async <T>(name: string | undefined, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (isUniqueViolation(error)) throw invalid(`You have a view "${name}" already. Update that one, or choose another name.`, [{ path: 'name', message: 'You have a view of this name' }]);
    throw error;
  }
};

/** One's own and those shared in the workspace. */
export const listViews = (scope: Scope, place: NewView['place']): Promise<SavedView[]> => transaction(scope, async () => {
  const own = scope.principal.kind === 'member' ? scope.principal.id : null;
  return (await viewsFor(scope, place, own)).map((view) => shown(view, own));
});

export const saveView = (scope: Scope, view: NewView): Promise<SavedView> => named(view.name, () => transaction(scope, async () => {
  const memberId = memberOf(scope);
  if (view.shared) mustAllow(scope, 'view.share');
  if ((await countOwn(scope, view.place, memberId)) >= MOST_VIEWS) throw conflict(`You have ${MOST_VIEWS} views here. Remove one before you save another.`);
  const saved = await insertView(scope, { ...view, memberId });
  await audit(scope, { action: 'view.save', entityId: saved.id, after: view });
  return shown(saved, memberId);
}));

/** Throws not_found for a view that is not the caller's own, shared or not. */
export const updateView = (scope: Scope, id: string, patch: ViewPatch): Promise<SavedView> => named(patch.name, () => transaction(scope, async () => {
  const memberId = memberOf(scope);
  const before = await ownView(scope, id, memberId);
  if (!before) throw notFound('view');
  if (patch.shared && !before.shared) mustAllow(scope, 'view.share');
  const after = await changeView(scope, id, patch);
  await audit(scope, { action: 'view.update', entityId: id, before: { name: before.name, query: before.query, shared: before.shared }, after: patch });
  return shown(after, memberId);
}));

/** Gives what was removed, so that it can be saved again. */
export const removeView = (scope: Scope, id: string): Promise<NewView> => transaction(scope, async () => {
  const before = await ownView(scope, id, memberOf(scope));
  if (!before) throw notFound('view');
  await deleteView(scope, id);
  const { name, query, shared } = before;
  await audit(scope, { action: 'view.remove', entityId: id, before: { name, query, shared } });
  return { place: 'deals', name, query, shared };
});
