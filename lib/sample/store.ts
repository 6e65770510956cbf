/** The sample workspace in the database: its people as members, and how far its loading is. */
import type { Role, Scope } from '@/lib/server/scope';
import { db } from '@/lib/server/db/tenancy';
import { sampleProgress, type SampleProgress } from './schema';

const PROGRESS = 'sample_progress';
const keyOf = (scope: Scope) => ({ workspaceId_kind: { workspaceId: scope.workspaceId, kind: PROGRESS } });

export const addSignedInMember = (scope: Scope, member: { userId: string; name: string; email: string; role: Role; teamId: string | null }) =>
  db(scope).member.create({ data: { workspaceId: scope.workspaceId, ...member }, select: { id: true } });

/** In a workspace to look around in no advice is kept back. */
export const markAsSample = (scope: Scope) =>
  db(scope).workspace.update({ where: { id: scope.workspaceId }, data: { isSample: true, settings: { heldOutShare: 0 } }, select: { id: true } });

export async function writeProgress(scope: Scope, progress: SampleProgress, at: Date): Promise<void> {
  const values = { data: progress, closedDeals: 0, computedAt: at };
  await db(scope).workspaceStatistics.upsert({
    where: keyOf(scope), update: values, create: { workspaceId: scope.workspaceId, kind: PROGRESS, ...values }, select: { id: true },
  });
}

export async function readProgress(scope: Scope): Promise<SampleProgress | null> {
  const row = await db(scope).workspaceStatistics.findUnique({ where: keyOf(scope), select: { data: true } });
  return row ? (sampleProgress.safeParse(row.data).data ?? null) : null;
}
