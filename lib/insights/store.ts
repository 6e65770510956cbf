/** Insight runs and insights in the database. */
import { v7 as uuidv7 } from 'uuid';
import type { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { arm, type Arm } from '@/lib/experiments/schema';
import type { Standing } from './renewal';
import type { StageProgress } from './schema';

const ACTIVE = ['queued', 'running'];
const json = (value: unknown): Prisma.InputJsonValue => value as Prisma.InputJsonValue;

/** Starts a run unless one is active for the deal (partial unique index): gives the active one either way. */
export async function claimRun(scope: Scope, run: { id: string; dealId: string; stages: StageProgress[]; asOf: Date; requestedBy: string; requestedById: string | null }): Promise<{ id: string; fresh: boolean }> {
  const { count } = await db(scope).insightRun.createMany({
    data: [{ ...run, stages: json(run.stages), workspaceId: scope.workspaceId, status: 'queued' }], skipDuplicates: true,
  });
  if (count === 1) return { id: run.id, fresh: true };
  const active = await db(scope).insightRun.findFirstOrThrow({ where: { dealId: run.dealId, status: { in: ACTIVE } }, select: { id: true } });
  return { id: active.id, fresh: false };
}

const RUN = { id: true, dealId: true, status: true, stages: true, asOf: true, contextHash: true, arms: true, error: true, createdAt: true, requestedById: true, deal: { select: { name: true } } } as const satisfies Prisma.InsightRunSelect;

/** Without its context, which is large; `contextHash` says whether there is one. */
export const findRun = (scope: Scope, id: string) => db(scope).insightRun.findFirst({ where: { id }, select: RUN });
export const findRunWithContext = (scope: Scope, id: string) => db(scope).insightRun.findFirst({ where: { id }, select: { ...RUN, context: true } });

export const latestRun = (scope: Scope, dealId: string) => db(scope).insightRun.findFirst({
  where: { dealId }, orderBy: { createdAt: 'desc' }, omit: { context: true },
});

/** Changes an active run; false when it was ended by somebody else (cancelled, failed) in the meantime. */
export async function changeRun(scope: Scope, id: string, data: Omit<Prisma.InsightRunUpdateManyMutationInput, 'stages' | 'context' | 'arms'> & { stages?: StageProgress[]; context?: unknown; arms?: Arm[]; promptVersionId?: string }): Promise<boolean> {
  const { stages, context, arms, ...plain } = data;
  const { count } = await db(scope).insightRun.updateMany({
    where: { id, status: { in: ACTIVE } },
    data: { ...plain, ...(stages ? { stages: json(stages) } : {}), ...(context === undefined ? {} : { context: json(context) }), ...(arms ? { arms: json(arms) } : {}) },
  });
  return count === 1;
}

type NewEvidence = { kind: string; refId: string; title: string; quote: string };
type NewAction = { type: string; title: string; owner: string | null; dueInDays: number; why: string };
export type NewInsight = {
  /** Of the insight that stands, where this renews one. */
  id: string; winModelVersion: string | null;
  dealId: string; runId: string; position: number; type: string; title: string; body: string; severity: string; confidence: number;
  prediction: object; ruleKey: string | null; dedupeKey: string; provider: string; model: string; promptVersion: string; arms: Arm[];
  evidence: NewEvidence[];
  actions: NewAction[];
};

const WITH_PARTS = { evidence: { orderBy: { position: 'asc' } }, actions: { orderBy: { position: 'asc' } } } as const satisfies Prisma.InsightInclude;
const RUN_COST = { select: { tokensIn: true, tokensOut: true, costMicros: true, latencyMs: true, contextHash: true } } as const;
export type StoredInsight = Prisma.InsightGetPayload<{ include: typeof WITH_PARTS & { run: typeof RUN_COST } }>;

/** The insights that a later run has not replaced yet, decided or not. */
export const standingInsights = async (scope: Scope, dealId: string): Promise<Standing[]> => (await db(scope).insight.findMany({
  where: { dealId, supersededAt: null }, select: { id: true, dedupeKey: true, prediction: true, resolution: true, disposition: true, provider: true, model: true, promptVersion: true, arms: true },
})).map((row) => ({ ...row, prediction: row.prediction as unknown as Standing['prediction'], arms: arm.array().parse(row.arms) }));

/**
 * Writes what a run says, whole: a new insight, or new words in one that stands, whose answers, first day and prediction stay. Four
 * queries whatever the number.
 */
export async function saveInsights(scope: Scope, insights: readonly NewInsight[]): Promise<void> {
  if (insights.length === 0) return;
  const { workspaceId } = scope;
  const rows = insights.map(({ evidence: _e, actions: _a, ...row }) => row);
  await db(scope).$executeRaw`
    insert into insight (id, workspace_id, deal_id, run_id, position, type, title, body, severity, confidence, prediction, rule_key, dedupe_key, provider, model, prompt_version, win_model_version, arms, updated_at)
    select id, ${workspaceId}::uuid, "dealId", "runId", position, type, title, body, severity, confidence, prediction, "ruleKey", "dedupeKey", provider, model, "promptVersion", "winModelVersion", arms, now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "dealId" uuid, "runId" uuid, position int, type text, title text, body text, severity text, confidence float8,
      prediction jsonb, "ruleKey" text, "dedupeKey" text, provider text, model text, "promptVersion" text, "winModelVersion" text, arms jsonb)
    on conflict (id) do update set run_id = excluded.run_id, position = excluded.position, type = excluded.type, title = excluded.title, body = excluded.body, severity = excluded.severity,
      rule_key = excluded.rule_key, updated_at = excluded.updated_at`;
  await db(scope).$executeRaw`
    with gone as (delete from insight_action where insight_id = any(${rows.map((row) => row.id)}::uuid[]))
    delete from evidence where insight_id = any(${rows.map((row) => row.id)}::uuid[])`;
  const evidence = insights.flatMap((i) => i.evidence.map((e, position) => ({ id: uuidv7(), insightId: i.id, position, ...e })));
  await db(scope).$executeRaw`
    insert into evidence (id, workspace_id, insight_id, position, kind, ref_id, title, quote) select id, ${workspaceId}::uuid, "insightId", position, kind, "refId", title, quote
    from jsonb_to_recordset(${JSON.stringify(evidence)}::jsonb) as r(id uuid, "insightId" uuid, position int, kind text, "refId" text, title text, quote text)`;
  const actions = insights.flatMap((i) => i.actions.map((a, position) => ({ id: uuidv7(), insightId: i.id, position, ...a })));
  await db(scope).$executeRaw`
    insert into insight_action (id, workspace_id, insight_id, position, type, title, owner, due_in_days, why) select id, ${workspaceId}::uuid, "insightId", position, type, title, owner, "dueInDays", why
    from jsonb_to_recordset(${JSON.stringify(actions)}::jsonb) as r(id uuid, "insightId" uuid, position int, type text, title text, owner text, "dueInDays" int, why text)`;
}

/** Once each: shown again under the same variant, nothing changes. */
export async function addArms(scope: Scope, insightIds: readonly string[], arm: Arm): Promise<void> {
  if (insightIds.length === 0) return;
  await db(scope).$executeRaw`
    update insight set arms = arms || ${JSON.stringify([arm])}::jsonb
    where id = any(${insightIds}::uuid[]) and not arms @> ${JSON.stringify([{ variantId: arm.variantId }])}::jsonb`;
}

export const supersede = (scope: Scope, ids: readonly string[], at: Date) => db(scope).insight.updateMany({ where: { id: { in: [...ids] } }, data: { supersededAt: at } });

export const findInsights = (scope: Scope, dealId: string): Promise<StoredInsight[]> => db(scope).insight.findMany({
  where: { dealId, supersededAt: null }, include: { ...WITH_PARTS, run: RUN_COST }, orderBy: [{ position: 'asc' }, { id: 'asc' }],
});

export type AnswerableInsight = { id: string; dealId: string; accountId: string | null; disposition: string; resolution: string; createdAt: Date; shownAt: Date | null; arms: unknown };

/** The insight, if its deal is in sight and not held out: part of every click, so it is one statement. */
export async function findAnswerable(scope: Scope, id: string): Promise<AnswerableInsight | null> {
  const [insight] = await db(scope).$queryRaw<AnswerableInsight[]>`
    select i.id, i.deal_id as "dealId", d.account_id as "accountId", i.disposition, i.resolution, i.created_at as "createdAt", i.shown_at as "shownAt", i.arms from insight i join deal d on d.id = i.deal_id
    where i.id = ${id}::uuid and not exists (select 1 from holdout_assignment h where h.deal_id = i.deal_id and h.arm = 'held_out')`;
  return insight ?? null;
}

export const setDisposition = (scope: Scope, id: string, disposition: string) => db(scope).insight.update({ where: { id }, data: { disposition }, select: { id: true } });

/** Names behind cited ids, for titles of evidence. */
export async function dealNames(scope: Scope, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db(scope).deal.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true } });
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** The stored contexts of these runs; one that was never assembled is left out. */
export const runContexts = async (scope: Scope, ids: readonly string[]): Promise<{ id: string; context: Prisma.JsonValue }[]> =>
  (ids.length === 0 ? [] : await db(scope).insightRun.findMany({ where: { id: { in: [...ids] } }, select: { id: true, context: true } })).filter((run) => run.context !== null);

/** Which of these interactions the simulator made up. */
export async function simulatedInteractions(scope: Scope, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db(scope).interaction.findMany({ where: { id: { in: [...ids] }, simulated: true }, select: { id: true } });
  return new Set(rows.map((row) => row.id));
}
