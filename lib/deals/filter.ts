/** The filters of deal lists and exports as a condition: one meaning wherever they stand. */
import type { Prisma } from '@/lib/server/db/generated/client';
import { NEEDS_ATTENTION, NOBODY, type DealQuery } from './schema';

export type DealFilter = Partial<Pick<DealQuery, 'status' | 'q' | 'owner' | 'stage' | 'account' | 'attention'>>;

export const dealWhere = ({ status, q, owner, stage, account, attention }: DealFilter): Prisma.DealWhereInput => ({
  ...(status && status !== 'all' ? { status } : {}),
  ...(owner ? { ownerId: owner === NOBODY ? null : owner } : {}),
  ...(stage ? { stageId: stage } : {}),
  ...(account ? { accountId: account } : {}),
  ...(attention ? { attention: { gte: NEEDS_ATTENTION } } : {}),
  ...(q ? { OR: [{ name: { contains: q, mode: 'insensitive' } }, { account: { name: { contains: q, mode: 'insensitive' } } }, { externalId: q }] } : {}),
});
