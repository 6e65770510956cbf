/** How many open deals are in the caller's sight: what another version of a model judges again. */
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { countDeals } from './store';

export const countOpenDeals = (scope: Scope): Promise<number> => transaction(scope, () => countDeals(scope, { status: 'open' }));
