import { transaction } from '@/lib/server/db/tenancy';
import { disableWithoutWorkspace } from '@/lib/server/doors/auth';
import { conflict, invalid } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import type { Scope } from '@/lib/server/scope';
import { removeFilesOf } from '@/lib/training/remove-old-exports';
import { deleteSample, memberUserIds, readWorkspace } from './store';

/**
 * Deletes the sample workspace with all that is in it, and disables those who belong to nothing else: their passwords are
 * published. `confirmation` is the workspace's name as the person typed it. Throws conflict for any other workspace, invalid
 * for another name.
 */
export async function removeSample(scope: Scope, confirmation: string): Promise<void> {
  const userIds = await transaction(scope, async () => {
    const { isSample, name } = await readWorkspace(scope);
    if (!isSample) throw conflict('Only the sample workspace can be removed.');
    if (confirmation.trim() !== name) throw invalid('The name does not match.', [{ path: 'confirmation', message: `Type ${name}` }]);
    const ids = await memberUserIds(scope);
    await deleteSample(scope);
    return ids;
  });
  await removeFilesOf(scope);
  await disableWithoutWorkspace(userIds);
  // Its own audit log went with it.
  log.info({ workspaceId: scope.workspaceId, by: scope.principal.id, requestId: scope.requestId }, 'sample workspace removed');
}
