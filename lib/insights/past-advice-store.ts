/** Runs as of past days in the database, written many at once. */
import type { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';

export type PastRun = {
  id: string; dealId: string; at: Date; contextHash: string; context: object; stages: object; dropped: object;
  provider: string; model: string; promptVersionId: string; requestedBy: string;
};

export const insertPastRuns = (scope: Scope, runs: readonly PastRun[]) => db(scope).insightRun.createMany({
  data: runs.map(({ at, context, stages, dropped, ...run }) => ({
    ...run, workspaceId: scope.workspaceId, status: 'completed', asOf: at, createdAt: at, finishedAt: at,
    context: context as Prisma.InputJsonValue, stages: stages as Prisma.InputJsonValue, dropped: dropped as Prisma.InputJsonValue,
  })),
});

/** The insights of these runs were made when their run was, and are marked as simulated. */
export const backdate = (scope: Scope, runIds: readonly string[]) => db(scope).$executeRaw`
  update insight i set created_at = r.as_of, simulated = true from insight_run r where r.id = i.run_id and r.id = any(${runIds}::uuid[])`;

/** Takes away every simulated insight with its run, answers and examples. */
export const deletePast = (scope: Scope) => db(scope).$executeRaw`
  delete from insight_run where id in (select run_id from insight where simulated)`;
