/**
 * Holds a deal until the transaction ends. Whoever writes its insights or answers to them does this first: they follow each other,
 * and what else they lock (insights, then the workspace's labels) can never be waited for in a circle.
 */
import type { Scope } from '@/lib/server/scope';
import { lockDeal } from './store';

export const holdDeal = async (scope: Scope, dealId: string): Promise<void> => void (await lockDeal(scope, dealId));
