/**
 * Takes an import back: what it created goes, what it changed becomes what it was. A record that somebody changed since is left
 * as it is and named. In small transactions, latest first; killed in the middle it goes on where it was (done rows leave the journal).
 */
import { audit } from '@/lib/server/audit';
import { letOthersIn } from '@/lib/server/db/let-others-in';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict, notFound } from '@/lib/server/errors';
import { send } from '@/lib/server/outbox';
import type { Scope } from '@/lib/server/scope';
import { addErrors, changeImport, findImport } from './store';
import { takeBack, type JournalEntity } from './undo-store';

const BATCH = 500;
const BATCHES_AT_ONCE = 20;
/** Deals and leads go before what they point at. */
const ORDER: readonly JournalEntity[] = ['deal', 'lead', 'contact', 'account', 'product', 'member', 'team', 'stage'];

/** Asks for the undo; it happens in the background. */
export const requestUndo = (scope: Scope, importId: string): Promise<void> => transaction(scope, async () => {
  const found = await findImport(scope, importId);
  if (!found) throw notFound('import');
  if (found.dryRun) throw conflict('A dry run changed nothing, so there is nothing to undo.');
  if (!(await changeImport(scope, importId, ['completed', 'failed', 'cancelled'], { status: 'undoing', error: null }))) {
    throw conflict(found.status === 'undone' ? 'This import was already undone.' : 'This import is still at work: cancel it first, then undo it.');
  }
  await send(scope, 'import/undo.requested', { importId }, importId);
  await audit(scope, { action: 'import.undo', entityId: importId });
});

/** One batch of the undo. True when there is more. */
export const undoBatch = (scope: Scope, importId: string): Promise<boolean> => transaction(scope, async () => {
  const found = await findImport(scope, importId);
  if (found?.status !== 'undoing') return false;
  for (const entity of ORDER) {
    const { done, kept } = await takeBack(scope, importId, entity, found.finishedAt ?? new Date(), BATCH);
    if (done + kept.length === 0) continue;
    await addErrors(scope, importId, kept.map((k) => ({ row: k.row, column: null, message: `${k.name} was left as it is: ${k.why}` })));
    return true;
  }
  await changeImport(scope, importId, ['undoing'], { status: 'undone' });
  return false;
});

/** The next batches of the undo, with requests let in between them. True when there is more. */
export async function undoSome(scope: Scope, importId: string): Promise<boolean> {
  for (let i = 0; i < BATCHES_AT_ONCE; i++) {
    if (!(await undoBatch(scope, importId))) return false;
    await letOthersIn();
  }
  return true;
}
