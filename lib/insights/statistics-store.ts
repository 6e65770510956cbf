/** Rule settings, free-text rules and what past deals say, in the database. */
import type { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';

export type StatisticsKind = 'norms' | 'rules' | 'actions' | 'variants';

export const readStatistics = (scope: Scope, kind: StatisticsKind) => db(scope).workspaceStatistics.findFirst({ where: { kind }, select: { data: true, computedAt: true, closedDeals: true } });

export const readComputedAt = async (scope: Scope): Promise<number> =>
  (await db(scope).workspaceStatistics.findFirst({ where: { kind: 'norms' }, select: { computedAt: true } }))?.computedAt.getTime() ?? 0;

export async function saveStatistics(scope: Scope, kind: StatisticsKind, data: object, closedDeals: number, computedAt: Date): Promise<void> {
  const { workspaceId } = scope;
  const values = { data: data as Prisma.InputJsonValue, closedDeals, computedAt };
  await db(scope).workspaceStatistics.upsert({ where: { workspaceId_kind: { workspaceId, kind } }, create: { workspaceId, kind, ...values }, update: values });
}

export const readRuleSettings = (scope: Scope) => db(scope).ruleSetting.findMany({ select: { ruleKey: true, enabled: true, settings: true } });

/** Changes of one rule follow each other, also while it has no row yet. */
export const lockRuleSetting = (scope: Scope, ruleKey: string) => db(scope).$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`rule:${scope.workspaceId}:${ruleKey}`}, 0))`;

export async function saveRuleSetting(scope: Scope, ruleKey: string, enabled: boolean, settings: Prisma.InputJsonValue): Promise<void> {
  const { workspaceId } = scope;
  await db(scope).ruleSetting.upsert({
    where: { workspaceId_ruleKey: { workspaceId, ruleKey } }, create: { workspaceId, ruleKey, enabled, settings }, update: { enabled, settings },
  });
}

export const readWorkspaceRules = (scope: Scope) => db(scope).workspaceRule.findMany({ select: { id: true, text: true, enabled: true, createdAt: true }, orderBy: { id: 'asc' } });

export const insertWorkspaceRule = (scope: Scope, text: string) => db(scope).workspaceRule.create({ data: { workspaceId: scope.workspaceId, text }, select: { id: true } });

export const changeWorkspaceRule = (scope: Scope, id: string, data: { text?: string; enabled?: boolean }) => db(scope).workspaceRule.updateMany({ where: { id }, data });

export const deleteWorkspaceRule = (scope: Scope, id: string) => db(scope).workspaceRule.deleteMany({ where: { id } });
