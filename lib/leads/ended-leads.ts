/** The leads that have ended, of the whole workspace: what a lead scorer learns from. */
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { countEndedAfter, readEndedIds } from './history-store';

/** How many ended after a moment; null: of all time, those included of which nobody knows when. */
export const endedSince = (asked: Scope, after: Date | null): Promise<number> => {
  const scope = seeingAll(asked);
  return transaction(scope, () => countEndedAfter(scope, after));
};

/** The latest `most`, in no order to rely on. */
export const endedLeadIds = (asked: Scope, most: number): Promise<string[]> => {
  const scope = seeingAll(asked);
  return transaction(scope, () => readEndedIds(scope, most));
};
