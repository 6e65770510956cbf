/** Training examples and labels in the database. */
import { v7 as uuidv7 } from 'uuid';
import type { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { ExampleFeedback, ExampleLabel, ExampleOutcome, GeneratedInsight, DealSnapshot } from './schema';

const PARTS = {
  evidence: { orderBy: { position: 'asc' } }, actions: { orderBy: { position: 'asc' } }, feedback: { orderBy: { createdAt: 'asc' } }, labels: { select: { source: true } },
  run: { select: { id: true, asOf: true, finishedAt: true } }, example: { select: { asOf: true } },
  deal: { select: { status: true, closedAt: true, amountMinor: true, currency: true } },
} as const satisfies Prisma.InsightInclude;
export type InsightWithParts = Prisma.InsightGetPayload<{ include: typeof PARTS }>;

/** The insights with all that is known of them, held until the transaction ends: of two answers at once the second sees the first. */
export async function lockInsights(scope: Scope, ids: readonly string[]): Promise<InsightWithParts[]> {
  await db(scope).$queryRaw`select id from insight where id = any(${ids}::uuid[]) order by id for no key update`;
  return db(scope).insight.findMany({ where: { id: { in: [...ids] } }, include: PARTS, orderBy: { id: 'asc' } });
}

export const runContexts = async (scope: Scope, ids: readonly string[]): Promise<Map<string, Prisma.JsonValue>> => new Map(
  (ids.length === 0 ? [] : await db(scope).insightRun.findMany({ where: { id: { in: [...ids] } }, select: { id: true, context: true } })).flatMap(({ id, context }) => (context === null ? [] : [[id, context] as const])));

/** Days that the deals' terminal outcomes were faster (positive) or slower than expected, by deal. */
export async function improvements(scope: Scope, dealIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db(scope).outcome.findMany({ where: { dealId: { in: [...dealIds] }, kind: { in: ['won', 'lost'] }, voidedAt: null }, select: { dealId: true, improvementDays: true } });
  return new Map(rows.flatMap(({ dealId, improvementDays }) => (improvementDays === null ? [] : [[dealId, improvementDays] as const])));
}

export type ExampleRow = {
  insightId: string; dealId: string; feedback: ExampleFeedback | null; outcome: ExampleOutcome | null; label: ExampleLabel | null; labelledAt: string | null;
  provider: string; model: string; promptVersion: string;
  /** Null: what was said and of which deal stays as it is stored. */
  content: { asOf: string; snapshot: DealSnapshot; insight: GeneratedInsight } | null;
};

/** Writes them in one statement; one without content only changes an example that is there. */
export async function saveExamples(scope: Scope, rows: readonly ExampleRow[]): Promise<void> {
  if (rows.length === 0) return;
  const { workspaceId } = scope;
  const kept = rows.filter((row) => row.content === null);
  const written = rows.flatMap(({ content, ...row }) => (content === null ? [] : [{ id: uuidv7(), ...row, ...content }]));
  await db(scope).$executeRaw`
    update training_example e set feedback = r.feedback, outcome = r.outcome, label = r.label, labelled_at = r."labelledAt", updated_at = now()
    from jsonb_to_recordset(${JSON.stringify(kept)}::jsonb) as r("insightId" uuid, feedback jsonb, outcome jsonb, label text, "labelledAt" timestamptz) where e.insight_id = r."insightId"`;
  await db(scope).$executeRaw`
    insert into training_example (id, workspace_id, insight_id, deal_id, as_of, snapshot, insight, feedback, outcome, label, labelled_at, provider, model, prompt_version, updated_at)
    select id, ${workspaceId}::uuid, "insightId", "dealId", "asOf", snapshot, insight, feedback, outcome, label, "labelledAt", provider, model, "promptVersion", now()
    from jsonb_to_recordset(${JSON.stringify(written)}::jsonb) as r(id uuid, "insightId" uuid, "dealId" uuid, "asOf" timestamptz, snapshot jsonb, insight jsonb, feedback jsonb, outcome jsonb,
      label text, "labelledAt" timestamptz, provider text, model text, "promptVersion" text)
    on conflict (insight_id) do update set as_of = excluded.as_of, snapshot = excluded.snapshot, insight = excluded.insight, feedback = excluded.feedback, outcome = excluded.outcome, label = excluded.label,
      labelled_at = excluded.labelled_at, provider = excluded.provider, model = excluded.model, prompt_version = excluded.prompt_version, updated_at = now()`;
}

export type NewLabel = { insightId: string; source: string; at: Date; simulated: boolean };

/**
 * The labels of a workspace are counted one transaction after the other (the lock is held until the commit), so that whoever counts
 * next sees all. Taken before any insight is held, and only where there is something to count: nobody waits for nothing.
 */
export async function holdCount(scope: Scope, insightIds: readonly string[]): Promise<void> {
  const [{ uncounted } = { uncounted: false }] = await db(scope).$queryRaw<{ uncounted: boolean }[]>`
    select exists (select 1 from feedback f where f.insight_id = any(${insightIds}::uuid[]) and coalesce(f.kind, f.accuracy, f.stars::text) is not null
        and not exists (select 1 from insight_label l where l.insight_id = f.insight_id and l.source = f.principal))
      or exists (select 1 from insight i where i.id = any(${insightIds}::uuid[]) and i.resolution in ('right', 'wrong')
        and not exists (select 1 from insight_label l where l.insight_id = i.id and l.source = 'resolution')) as uncounted`;
  if (uncounted) await db(scope).$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`labels:${scope.workspaceId}`}, 0))::text`;
}

/** Counts labels that were not counted yet, under `holdCount`; gives how many of them were not simulated. */
export async function countLabels(scope: Scope, labels: readonly NewLabel[]): Promise<number> {
  if (labels.length === 0) return 0;
  const { workspaceId } = scope;
  const rows = labels.map(({ at, ...label }) => ({ id: uuidv7(), ...label, at: at.toISOString() }));
  const [counted] = await db(scope).$queryRaw<{ fresh: number }[]>`
    with fresh as (
      insert into insight_label (id, workspace_id, insight_id, source, at, simulated, created_at)
      select id, ${workspaceId}::uuid, "insightId", source, at, simulated, clock_timestamp()
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "insightId" uuid, source text, at timestamptz, simulated boolean)
      on conflict (insight_id, source) do nothing returning simulated)
    select count(*) filter (where not simulated)::int as fresh from fresh`;
  return counted?.fresh ?? 0;
}

/** Insights that were answered or judged and have no example, or had it written before that; `after` is the last id seen. */
export async function insightsBehind(scope: Scope, after: string | null, limit: number): Promise<string[]> {
  const rows = await db(scope).$queryRaw<{ id: string }[]>`
    select i.id from insight i left join training_example e on e.insight_id = i.id
    left join lateral (select max(f.updated_at) as at from feedback f where f.insight_id = i.id) f on true
    where (${after}::uuid is null or i.id > ${after}::uuid) and (f.at is not null or i.resolved_at is not null)
      and (e.id is null or e.updated_at < greatest(f.at, i.resolved_at) or (i.resolved_at is null and e.outcome->>'resolution' <> i.resolution))
      and exists (select 1 from insight_run r where r.id = i.run_id and r.context_hash is not null)
    order by i.id limit ${limit}`;
  return rows.map(({ id }) => id);
}
