/** How near the next update is, and what the last ones gave. */
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { currentWorkspace } from '@/lib/workspaces/current-workspace';
import { readSettings } from '@/lib/workspaces/schema';
import { updateDetail, updateResult, type UpdateProgress, type UpdateReason, type UpdateRequestState } from './schema';
import { labelsSinceLast, latestRequests, type StoredRequest } from './store';

const stateOf = (row: StoredRequest): UpdateRequestState => ({
  id: row.id, reason: row.reason as UpdateReason, detail: updateDetail.parse(row.detail), status: row.status as UpdateRequestState['status'],
  result: updateResult.safeParse(row.result).data ?? null, createdAt: row.createdAt.toISOString(), finishedAt: row.finishedAt?.toISOString() ?? null,
});

export const updateProgress = (scope: Scope): Promise<UpdateProgress> => transaction(scope, async () => {
  const threshold = readSettings((await currentWorkspace(scope)).settings).updateAfterLabels;
  const latest = await latestRequests(scope, 10);
  const atWork = latest.find(({ status }) => status === 'open' || status === 'running');
  const last = latest.find(({ status }) => status === 'completed' || status === 'failed');
  return { labels: await labelsSinceLast(scope, threshold), threshold, atWork: atWork ? stateOf(atWork) : null, last: last ? stateOf(last) : null };
});

export const latestUpdates = (scope: Scope, take: number): Promise<UpdateRequestState[]> => transaction(scope, async () => (await latestRequests(scope, take)).map(stateOf));
