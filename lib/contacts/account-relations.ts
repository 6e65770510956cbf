import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { dealsOfAccount, timelineOfAccount } from './relations-store';
import type { RelatedDeal, TimelineEntry } from './schema';

const MOST_DEALS = 50;
const TIMELINE = 20;

/** The deals in sight of an account, open ones first, and what last happened on them or with its contacts. */
export const accountRelations = (scope: Scope, accountId: string): Promise<{ deals: RelatedDeal[]; timeline: TimelineEntry[] }> => transaction(scope, async () => ({
  deals: await dealsOfAccount(scope, accountId, MOST_DEALS), timeline: await timelineOfAccount(scope, accountId, TIMELINE),
}));
