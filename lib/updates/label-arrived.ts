/**
 * New labels lead to learning anew: at the threshold one request and one event, however many clicks arrive together. The labels of a
 * workspace are counted one transaction after the other (lib/training `countLabels` holds the lock), so whoever brings the last one
 * sees all; the partial unique index keeps a second request out.
 */
import { examplesOf } from '@/lib/training/examples-of';
import { transaction } from '@/lib/server/db/tenancy';
import { send } from '@/lib/server/outbox';
import type { Scope } from '@/lib/server/scope';
import { currentWorkspace } from '@/lib/workspaces/current-workspace';
import { readSettings } from '@/lib/workspaces/schema';
import type { UpdateDetail, UpdateReason } from './schema';
import { insertRequest, labelsSinceLast } from './store';

/** Makes the one request and its event; null when one is open already. Inside a transaction. */
export async function requestUpdate(scope: Scope, reason: UpdateReason, detail: UpdateDetail): Promise<string | null> {
  const id = await insertRequest(scope, reason, detail);
  if (id) await send(scope, 'model/update.requested', { requestId: id }, id);
  return id;
}

/** Looks whether enough labels have come; gives the request that this one made. Cheap: never counts beyond the threshold. */
export const labelArrived = (scope: Scope): Promise<string | null> => transaction(scope, async () => {
  const threshold = readSettings((await currentWorkspace(scope)).settings).updateAfterLabels;
  const labels = await labelsSinceLast(scope, threshold);
  return labels < threshold ? null : requestUpdate(scope, 'labels', { labels, threshold });
});

/**
 * What was just said of these insights, or how they were just judged, is learnt from: their examples are brought up to date, and the
 * workspace learns anew when that makes enough labels. Call it last in the transaction of the fact.
 */
export const learnFrom = (scope: Scope, insightIds: readonly string[]): Promise<void> => transaction(scope, async () => {
  if (insightIds.length === 0) return;
  const { labels } = await examplesOf(scope, insightIds);
  if (labels > 0) await labelArrived(scope);
});
