/** The filters of lead lists and exports as a condition: one meaning wherever they stand. */
import { NOBODY } from '@/lib/deals/schema';
import type { Prisma } from '@/lib/server/db/generated/client';
import { literally } from '@/lib/server/db/like';
import { OPEN_STATES, type LeadQuery } from './schema';

export type LeadFilter = Partial<Pick<LeadQuery, 'state' | 'q' | 'owner' | 'source'>>;

const statesOf = (state: LeadQuery['state']): Prisma.LeadWhereInput =>
  state === 'all' ? {} : state === 'open' ? { state: { in: [...OPEN_STATES] } } : state === 'ended' ? { state: { notIn: [...OPEN_STATES] } } : { state };

export function leadWhere({ state, q, owner, source }: LeadFilter): Prisma.LeadWhereInput {
  const contains = { contains: literally(q ?? ''), mode: 'insensitive' } as const;
  return {
    ...(state ? statesOf(state) : {}),
    ...(owner ? { ownerId: owner === NOBODY ? null : owner } : {}),
    ...(source ? { source } : {}),
    ...(q ? { OR: [{ company: contains }, { contact: { OR: [{ name: contains }, { email: contains }, { jobTitle: contains }, { account: { name: contains } }, { externalId: q }] } }] } : {}),
  };
}
