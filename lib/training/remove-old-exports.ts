/** Files of exports leave after their time, every night; those of workspaces that are gone leave with them. What was exported stays in the list. */
import { transaction } from '@/lib/server/db/tenancy';
import { files } from '@/lib/server/files/files';
import type { Scope } from '@/lib/server/scope';
import { exportFolder, exportsFolder } from './export-files';
import { endStuck, exportsToRemove, markRemoved } from './export-store';

const STUCK_DAYS = 2;
const DAY = 86_400_000;

/** Gives how many exports lost their files. */
export async function removeOldExports(scope: Scope, now: Date): Promise<{ removed: number }> {
  await transaction(scope, () => endStuck(scope, new Date(now.getTime() - STUCK_DAYS * DAY), now, `It stood still for ${STUCK_DAYS} days and was given up. Ask for it again.`));
  const due = await transaction(scope, () => exportsToRemove(scope, now));
  const store = files();
  let removed = 0;
  for (const { id } of due) if ((await store.remove(exportFolder(scope, id))) > 0) removed++;
  await transaction(scope, () => markRemoved(scope, due.map(({ id }) => id), now));
  return { removed };
}

/** Removes every file of the workspace: when it is removed itself. */
export const removeFilesOf = async (scope: Scope): Promise<void> => void (await files().remove(exportsFolder(scope)));

/** Files of workspaces that are not in `present` any more. */
export async function removeOrphans(present: readonly string[]): Promise<number> {
  const kept = new Set(present);
  const store = files();
  const gone = new Set((await store.list('exports')).map((key) => key.split('/')[1] as string).filter((id) => !kept.has(id)));
  for (const id of gone) await store.remove(`exports/${id}`);
  return gone.size;
}
