/** How many things wait for the person looking, by place: the numbers in the navigation. Two counts over indexes. */
import { z } from 'zod';
import { unreadCount } from '@/lib/notifications/inbox';
import { countWaiting } from '@/lib/plans/list-items';
import { transaction } from '@/lib/server/db/tenancy';
import { allows } from '@/lib/server/permissions';
import type { Scope } from '@/lib/server/scope';

export const waiting = z.object({
  inbox: z.number().int().describe('unread notifications; a key has none'),
  plans: z.number().int().describe('changes that wait for a decision; 0 for who may not decide'),
});
export type Waiting = z.infer<typeof waiting>;

export const readWaiting = (scope: Scope): Promise<Waiting> => transaction(scope, async () => ({
  inbox: await unreadCount(scope), plans: allows(scope.role, 'plan.decide') ? await countWaiting(scope) : 0,
}));
