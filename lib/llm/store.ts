/** Traces of calls, cached answers and what was spent, in the database. */
import type { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { TraceRow } from './trace';

export const insertCall = (scope: Scope, runId: string | null, row: TraceRow) => db(scope).llmCall.create({
  data: {
    workspaceId: scope.workspaceId, runId, task: row.task, promptVersion: row.promptVersion, provider: row.provider, model: row.model,
    attempt: row.attempt, status: row.errorKind ?? row.status, tokensIn: row.tokensIn ?? 0, tokensOut: row.tokensOut ?? 0,
    costMicros: row.costMicros === null ? null : BigInt(Math.round(row.costMicros)), latencyMs: row.latencyMs, inputHash: row.inputHash,
    requestId: row.requestId, createdAt: new Date(row.at),
  },
  select: { id: true },
});

export const readCached = async (scope: Scope, hash: string): Promise<unknown> => (await db(scope).llmCache.findFirst({ where: { hash }, select: { answer: true } }))?.answer ?? null;

export const saveCached = (scope: Scope, hash: string, answer: Prisma.InputJsonValue) =>
  db(scope).llmCache.createMany({ data: [{ workspaceId: scope.workspaceId, hash, answer }], skipDuplicates: true });

/** Tokens and micro-dollars since `since`; calls whose price is not known count their tokens only. */
export async function spentSince(scope: Scope, since: Date): Promise<{ tokens: number; costMicros: number }> {
  const { _sum } = await db(scope).llmCall.aggregate({ where: { createdAt: { gte: since } }, _sum: { tokensIn: true, tokensOut: true, costMicros: true } });
  return { tokens: (_sum.tokensIn ?? 0) + (_sum.tokensOut ?? 0), costMicros: Number(_sum.costMicros ?? 0n) };
}

export type ProviderUse = { provider: string; model: string; calls: number; failed: number; tokens: number; costMicros: number };
export async function usesSince(scope: Scope, since: Date): Promise<ProviderUse[]> {
  const rows = await db(scope).llmCall.groupBy({ by: ['provider', 'model', 'status'], where: { createdAt: { gte: since } }, _count: { _all: true }, _sum: { tokensIn: true, tokensOut: true, costMicros: true } });
  const uses = new Map<string, ProviderUse>();
  for (const row of rows) {
    const key = `${row.provider}/${row.model}`;
    const use = uses.get(key) ?? { provider: row.provider, model: row.model, calls: 0, failed: 0, tokens: 0, costMicros: 0 };
    use.calls += row._count._all;
    if (row.status !== 'ok' && row.status !== 'cached') use.failed += row._count._all;
    use.tokens += (row._sum.tokensIn ?? 0) + (row._sum.tokensOut ?? 0);
    use.costMicros += Number(row._sum.costMicros ?? 0n);
    uses.set(key, use);
  }
  return [...uses.values()].sort((a, b) => b.calls - a.calls);
}
