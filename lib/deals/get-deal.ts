import { transaction } from '@/lib/server/db/tenancy';
import { notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import type { Deal } from './schema';
import { findDeal } from './store';

/** The deal, or not_found when it is not there or not in sight. */
export const getDeal = (scope: Scope, id: string): Promise<Deal> => transaction(scope, async () => {
  const deal = await findDeal(scope, id);
  if (!deal) throw notFound('deal');
  return deal;
});
