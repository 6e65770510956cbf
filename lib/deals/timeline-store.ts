/** What happened to one deal, newest first, with who did it. */
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';

export const readStageChanges = (scope: Scope, dealId: string, most: number) => db(scope).stageChange.findMany({
  where: { dealId }, select: { id: true, at: true, fromStageId: true, toStageId: true, simulated: true }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: most,
});

export const readDealChanges = (scope: Scope, dealId: string, most: number) => db(scope).dealChange.findMany({
  where: { dealId }, select: { id: true, at: true, field: true, before: true, after: true, simulated: true }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: most,
});

/** `kind` narrows to one kind of interaction (notes). */
export const readDealInteractions = (scope: Scope, dealId: string, most: number, kind?: 'note') => db(scope).interaction.findMany({
  where: { dealId, ...(kind ? { kind } : {}) },
  select: { id: true, at: true, kind: true, direction: true, subject: true, text: true, simulated: true, memberId: true, contact: { select: { name: true } } },
  orderBy: [{ at: 'desc' }, { id: 'desc' }], take: most,
});

/** Names of members, those who left included. */
export async function memberNames(scope: Scope, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db(scope).member.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true } });
  return new Map(rows.map((row) => [row.id, row.name]));
}
