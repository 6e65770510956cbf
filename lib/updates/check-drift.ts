/** Every night: forecasts that come out worse than before lead to learning anew, by the same single request. */
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { BASELINE, lookForDrift, RECENT, type DriftLook } from './drift';
import { requestUpdate } from './label-arrived';
import { endStuck, latestRequests, resolvedForecasts } from './store';

/** Days in which the same drift is not raised again: what was learnt anew needs new outcomes before it shows. */
const QUIET_DAYS = 14;

export const readDrift = (asked: Scope): Promise<DriftLook> => {
  const scope = seeingAll(asked);
  return transaction(scope, async () => lookForDrift(await resolvedForecasts(scope, RECENT + BASELINE)));
};

export const checkDrift = (asked: Scope, now: Date): Promise<{ requested: string | null }> => {
  const scope = seeingAll(asked);
  return transaction(scope, async () => {
    const { drift } = await readDrift(scope);
    if (!drift) return { requested: null };
    const lately = (await latestRequests(scope, 20)).some(({ reason, createdAt }) => reason === 'drift' && now.getTime() - createdAt.getTime() < QUIET_DAYS * 86_400_000);
    return { requested: lately ? null : await requestUpdate(scope, 'drift', { drift }) };
  });
};

const STUCK_DAYS = 1;

/** A request whose job was cancelled would keep every other out: it ends after a day. */
export const endStuckUpdates = (scope: Scope, now: Date): Promise<{ ended: number }> => transaction(scope, async () => {
  const { count } = await endStuck(scope, new Date(now.getTime() - STUCK_DAYS * 86_400_000), now, 'Its job ended without finishing it, see Jobs.');
  return { ended: count };
});
