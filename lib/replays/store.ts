/** Replays and what each version said in them, in the database. */
import { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { Arm, Judged, ReplayStatus } from './schema';

const SELECT = {
  id: true, promptId: true, versionId: true, againstId: true, status: true, deals: true, cutoff: true, dataset: true, done: true, result: true, error: true, actorName: true, createdAt: true, finishedAt: true,
} as const;
const OPEN = ['queued', 'running'];
const json = (value: unknown) => JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue;

/** Null when a replay of this version is open already. */
export async function insertReplay(scope: Scope, replay: { promptId: string; versionId: string; againstId: string; deals: number; requestedBy: string }): Promise<string | null> {
  const [made] = await db(scope).promptReplay.createManyAndReturn({
    data: [{ ...replay, workspaceId: scope.workspaceId, status: 'queued', actorName: scope.principal.name }], skipDuplicates: true, select: { id: true },
  });
  return made?.id ?? null;
}

export const findReplay = (scope: Scope, id: string) => db(scope).promptReplay.findFirst({ where: { id }, select: SELECT });
export const findOpenReplay = (scope: Scope, versionId: string) => db(scope).promptReplay.findFirst({ where: { versionId, status: { in: OPEN } }, select: { id: true } });
export const readKnowledge = async (scope: Scope, id: string): Promise<unknown> => (await db(scope).promptReplay.findFirst({ where: { id }, select: { knowledge: true } }))?.knowledge ?? null;

/** Newest first. */
export const readReplays = (scope: Scope, promptId: string, most: number) => db(scope).promptReplay.findMany({ where: { promptId }, select: SELECT, orderBy: { createdAt: 'desc' }, take: most });

/** Changes an open replay; false when it was ended meanwhile. */
export async function changeReplay(scope: Scope, id: string, change: { status?: ReplayStatus; deals?: number; cutoff?: Date; dataset?: unknown; knowledge?: unknown; done?: number; result?: unknown; error?: string; finishedAt?: Date }): Promise<boolean> {
  const { dataset, knowledge, result, ...plain } = change;
  const { count } = await db(scope).promptReplay.updateMany({
    where: { id, status: { in: OPEN } },
    data: { ...plain, ...(dataset === undefined ? {} : { dataset: json(dataset) }), ...(knowledge === undefined ? {} : { knowledge: json(knowledge) }), ...(result === undefined ? {} : { result: json(result) }) },
  });
  return count === 1;
}

/** What a cancelled replay found until then, and its knowledge, which nobody needs any more. */
export const closeReplay = (scope: Scope, id: string, result: unknown) => db(scope).promptReplay.updateMany({ where: { id }, data: { result: json(result), knowledge: Prisma.DbNull } });

export const insertAnswer = (scope: Scope, answer: { replayId: string; dealId: string; arm: Arm; judged: Judged; costMicros: number | null; latencyMs: number }) => db(scope).promptReplayAnswer.createMany({
  data: [{ ...answer, workspaceId: scope.workspaceId, costMicros: answer.costMicros === null ? null : BigInt(Math.round(answer.costMicros)) }], skipDuplicates: true,
});

/** With the deal's outcome as it is now; of the deals in the caller's sight. */
export async function readAnswers(scope: Scope, replayId: string) {
  const rows = await db(scope).promptReplayAnswer.findMany({ where: { replayId }, select: { dealId: true, arm: true, judged: true, costMicros: true, latencyMs: true }, orderBy: { id: 'asc' } });
  const deals = await db(scope).deal.findMany({ where: { id: { in: [...new Set(rows.map(({ dealId }) => dealId))] } }, select: { id: true, name: true, status: true } });
  const known = new Map(deals.map((deal) => [deal.id, deal]));
  return rows.flatMap(({ dealId, arm, judged, costMicros, latencyMs }) => {
    const deal = known.get(dealId);
    return deal ? [{ dealId, name: deal.name, status: deal.status, arm: arm as Arm, judged: judged as unknown as Judged, costMicros: costMicros === null ? null : Number(costMicros), latencyMs }] : [];
  });
}
