import { isDeepStrictEqual } from 'node:util';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { readSettings, type WorkspaceSettings } from './schema';
import { lockSettings, writeSettings } from './store';

/**
 * Changes some settings and keeps the others. Who sees whose deals counts from the next request. With `from`, only if they stand so (compare and
 * swap); else throws conflict.
 */
export const changeSettings = (scope: Scope, change: Partial<WorkspaceSettings>, from: Partial<WorkspaceSettings> = {}): Promise<void> => transaction(scope, async () => {
  const stored = await lockSettings(scope);
  const before = readSettings(stored);
  const moved = (Object.keys(from) as (keyof WorkspaceSettings)[]).some((key) => !isDeepStrictEqual(before[key], from[key]));
  if (moved) throw conflict('This setting was changed meanwhile. Look at how it stands now, then decide again.');
  const after = { ...before, ...change };
  const changed = (Object.keys(after) as (keyof WorkspaceSettings)[]).filter((key) => !isDeepStrictEqual(after[key], before[key]));
  if (changed.length === 0) return;
  // What a newer version may have put beside them stays.
  await writeSettings(scope, { ...(stored as object), ...after });
  const only = (settings: WorkspaceSettings) => Object.fromEntries(changed.map((key) => [key, settings[key]]));
  await audit(scope, { action: 'workspace.settings', entityId: scope.workspaceId, before: only(before), after: only(after) });
});
