/** What was rejected or wrong, and the looks for improvements, in the database. */
import type { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';

type JudgedRow = { id: string; dealId: string; type: string; ruleKey: string | null; resolved: 'right' | 'wrong' | null; rejected: boolean; byVersion: string | null };

/**
 * Insights since `since` that were answered or resolved, the latest `most`. Those of a rule count from its last change on: what was said
 * of other numbers does not speak against these. `byVersion` is the prompt version where a language model wrote it.
 */
export const readJudged = (scope: Scope, since: Date, most: number) => db(scope).$queryRaw<JudgedRow[]>`
  select i.id, i.deal_id as "dealId", i.type, i.rule_key as "ruleKey", case when i.resolution in ('right', 'wrong') then i.resolution end as resolved,
    coalesce(f.rejected, false) as rejected, case when i.provider <> 'builtin' then i.prompt_version end as "byVersion"
  from insight i
  left join lateral (select bool_or(kind in ('not_helpful', 'incorrect')) as rejected from feedback where insight_id = i.id and kind is not null) f on true
  left join rule_setting r on r.rule_key = i.rule_key and r.workspace_id = i.workspace_id
  where i.created_at >= ${since} and (i.resolution in ('right', 'wrong') or f.rejected is not null) and (r.updated_at is null or i.created_at > r.updated_at)
  order by i.id desc limit ${most}`;

/** Texts of these insights with what was answered. */
export const readRejected = (scope: Scope, ids: readonly string[]) => db(scope).insight.findMany({
  where: { id: { in: [...ids] } }, orderBy: { id: 'desc' },
  select: {
    id: true, dealId: true, type: true, ruleKey: true, title: true, body: true, resolution: true, resolutionReason: true,
    feedback: { where: { kind: { not: null } }, select: { kind: true, text: true }, orderBy: { updatedAt: 'desc' }, take: 5 },
  },
});

const SELECT = { id: true, promptId: true, requestId: true, status: true, evidenceHash: true, provider: true, versionId: true, replayId: true, planItemIds: true, said: true, actorName: true, createdAt: true, finishedAt: true } as const;
const OPEN = ['queued', 'running'];

/** The look that this request stands for; made where there is none. */
export async function ensureImprovement(scope: Scope, promptId: string, requestId: string, actorName: string) {
  await db(scope).promptImprovement.createMany({ data: [{ workspaceId: scope.workspaceId, promptId, requestId, actorName, status: 'queued' }], skipDuplicates: true });
  return db(scope).promptImprovement.findFirstOrThrow({ where: { requestId }, select: SELECT });
}

/** One after the other: two who ask at once get one look. */
export const lockPrompt = (scope: Scope, promptId: string) => db(scope).$queryRaw`select 1 from prompt where id = ${promptId}::uuid for update`;
export const findOpenImprovement = (scope: Scope, promptId: string) => db(scope).promptImprovement.findFirst({ where: { promptId, status: { in: OPEN } }, select: { id: true } });
export const findImprovement = (scope: Scope, id: string) => db(scope).promptImprovement.findFirst({ where: { id }, select: SELECT });

/** An ended look that rested on the same evidence. */
export const findSameEvidence = (scope: Scope, promptId: string, evidenceHash: string) =>
  db(scope).promptImprovement.findFirst({ where: { promptId, evidenceHash, status: { in: ['proposed', 'nothing'] } }, select: { finishedAt: true, createdAt: true }, orderBy: { createdAt: 'desc' } });

/** Newest first. */
export const readImprovements = (scope: Scope, promptId: string, most: number) => db(scope).promptImprovement.findMany({ where: { promptId }, select: SELECT, orderBy: { createdAt: 'desc' }, take: most });

export type ImprovementChange = { status?: string; evidenceHash?: string; evidence?: object; provider?: string; versionId?: string; replayId?: string; planItemIds?: string[]; said?: string; finishedAt?: Date };
/** Changes an open look; false when it has ended. */
export async function changeImprovement(scope: Scope, id: string, { evidence, ...change }: ImprovementChange): Promise<boolean> {
  const { count } = await db(scope).promptImprovement.updateMany({ where: { id, status: { in: OPEN } }, data: { ...change, ...(evidence ? { evidence: evidence as Prisma.InputJsonValue } : {}) } });
  return count === 1;
}
