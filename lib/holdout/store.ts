/** Assignments to the comparison group in the database: written once a deal. */
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';

export type StoredArm = { arm: string; share: number; assignedAt: Date };

export const findAssignment = (scope: Scope, dealId: string): Promise<StoredArm | null> =>
  db(scope).holdoutAssignment.findUnique({ where: { dealId }, select: { arm: true, share: true, assignedAt: true } });

/** Of two at once the first stands. */
export const insertAssignment = (scope: Scope, row: { dealId: string; arm: string; share: number; ownerId: string | null; assignedAt: Date }) =>
  db(scope).holdoutAssignment.createMany({ data: [{ ...row, workspaceId: scope.workspaceId }], skipDuplicates: true });

/** Advice that was given before there were arms: such a deal cannot be compared fairly any more. */
export const wasAdvised = async (scope: Scope, dealId: string): Promise<boolean> =>
  (await db(scope).insight.findFirst({ where: { dealId }, select: { id: true } })) !== null;
