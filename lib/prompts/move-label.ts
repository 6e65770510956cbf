import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict, invalid, notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { LATEST, PRODUCTION, type LabelMove } from './schema';
import { findPrompt, insertMove, lockPrompt, readVersions, swapLabel } from './store';

/**
 * Moves a label from where the caller saw it to another version: a roll-out, and with an older version a rollback. `production`
 * needs a reason and cannot be taken off; `latest` cannot be moved. Who may: an operator, or a plan item that a manager approved.
 * Throws not_found for a prompt or version that is not here, conflict when the label stands elsewhere than `from`.
 */
export const moveLabel = (scope: Scope, { promptId, label, from, to }: LabelMove, reason: string): Promise<{ from: number | null; to: number | null }> => transaction(scope, async () => {
  const prompt = await findPrompt(scope, { id: promptId });
  if (!prompt) throw notFound('prompt');
  if (label === LATEST) throw invalid('“latest” is always the newest version: it moves when one is made.');
  const why = reason.trim();
  if (label === PRODUCTION && why === '') throw invalid('Say why the version in production changes.', [{ path: 'reason', message: 'A sentence is enough.' }]);
  if (label === PRODUCTION && to === null) throw invalid('A task needs a version in production.');
  await lockPrompt(scope, promptId);
  const numbers = new Map((await readVersions(scope, promptId)).map(({ id, version }) => [id, version]));
  if ((to !== null && !numbers.has(to)) || (from !== null && !numbers.has(from))) throw notFound('version');
  if (from === to) throw invalid('The label stands there already.');
  if (!(await swapLabel(scope, promptId, label, from, to))) throw conflict(`“${label}” was moved meanwhile. Look at where it stands now, then decide again.`);
  const moved = { from: from === null ? null : numbers.get(from) ?? null, to: to === null ? null : numbers.get(to) ?? null };
  await insertMove(scope, { promptId, label, fromVersionId: from, toVersionId: to, reason: why, actorName: scope.principal.name });
  await audit(scope, { action: 'prompt_label.move', entityId: promptId, before: { name: prompt.name, label, version: moved.from }, after: { name: prompt.name, label, version: moved.to, reason: why } });
  return moved;
});
