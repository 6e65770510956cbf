/** The filters of deal lists and exports as a condition: one meaning wherever they stand. */
import type { Prisma } from '@/lib/server/db/generated/client';
import { literally } from '@/lib/server/db/like';
import { closingWindow } from './months';
import { NEEDS_ATTENTION, NOBODY, type DealQuery } from './schema';

export type DealFilter = Partial<Pick<DealQuery, 'status' | 'q' | 'owner' | 'stage' | 'account' | 'attention' | 'month'>> & {
  /** Only these: a selection. */
  ids?: readonly string[];
};

/** The filters of an address, without order, page and look. */
export const filterOf = ({ status, q, owner, stage, account, attention, month }: DealFilter): DealFilter => ({ status, q, owner, stage, account, attention, month });

/** What is between `from` and `to` (either may be absent), by the column of that name. */
const between = ({ from, to }: { from: Date | null; to: Date | null }) => ({ ...(from ? { gte: from } : {}), ...(to ? { lt: to } : {}) });

/** Open deals by when they are expected to close, closed ones by when they did. */
function closing(month: string, now: Date): Prisma.DealWhereInput {
  const { open, closed } = closingWindow(month, now);
  return { OR: [
    { status: 'open', expectedCloseAt: open === 'undated' ? null : between(open) },
    ...(closed ? [{ status: { not: 'open' as const }, closedAt: between(closed) }] : []),
  ] };
}

/** `now` decides what is overdue. The same condition in SQL is `dealCondition` (views-store.ts). */
export const dealWhere = ({ status, q, owner, stage, account, attention, month, ids }: DealFilter, now = new Date()): Prisma.DealWhereInput => ({
  ...(ids ? { id: { in: [...ids] } } : {}),
  ...(month ? { AND: [closing(month, now)] } : {}),
  ...(status && status !== 'all' ? { status } : {}),
  ...(owner ? { ownerId: owner === NOBODY ? null : owner } : {}),
  ...(stage ? { stageId: stage } : {}),
  ...(account ? { accountId: account } : {}),
  ...(attention ? { attention: { gte: NEEDS_ATTENTION } } : {}),
  ...(q ? { OR: [{ name: { contains: literally(q), mode: 'insensitive' } }, { account: { name: { contains: literally(q), mode: 'insensitive' } } }, { externalId: q }] } : {}),
});
