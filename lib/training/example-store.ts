/** Training examples and labels in the database. */
import { v7 as uuidv7 } from 'uuid';
import type { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { ExampleFeedback, ExampleLabel, ExampleOutcome, GeneratedInsight, DealSnapshot } from './schema';

export type StoredAnswer = { principal: string; kind: string | null; accuracy: string | null; stars: number | null; text: string | null; actedOn: { action: string; note?: string | null } | null; createdAt: number; updatedAt: number };
export type AnsweredInsight = {
  id: string; dealId: string; runId: string; simulated: boolean; resolution: string; resolvedAt: Date | null; actedResult: string | null; updatedAt: Date; provider: string; model: string; promptVersion: string;
  answers: StoredAnswer[];
  /** Sources of labels that were counted. */
  counted: string[];
  /** Of the run that wrote its present words, and of those that the example has. */
  runAsOf: Date; runFinishedAt: Date | null; exampleAsOf: Date | null;
  dealStatus: string; closedAt: Date | null; amountMinor: bigint | null; currency: string;
  /** Days that the deal ended faster (positive) or slower than expected. */
  improvementDays: number | null;
};

/**
 * The insights with all that is known of them, held until the transaction ends: of two answers at once the second sees the first.
 * Two statements whatever the number: this is part of every click.
 */
export async function lockInsights(scope: Scope, ids: readonly string[]): Promise<AnsweredInsight[]> {
  await db(scope).$queryRaw`select id from insight where id = any(${ids}::uuid[]) order by id for no key update`;
  return db(scope).$queryRaw<AnsweredInsight[]>`
    select i.id, i.deal_id as "dealId", i.run_id as "runId", i.simulated, i.resolution, i.resolved_at as "resolvedAt", i.acted_result as "actedResult", i.updated_at as "updatedAt",
      i.provider, i.model, i.prompt_version as "promptVersion",
      (select coalesce(jsonb_agg(jsonb_build_object('principal', f.principal, 'kind', f.kind, 'accuracy', f.accuracy, 'stars', f.stars, 'text', f.text, 'actedOn', f.acted_on,
        'createdAt', extract(epoch from f.created_at) * 1000, 'updatedAt', extract(epoch from f.updated_at) * 1000) order by f.created_at, f.id), '[]') from feedback f where f.insight_id = i.id) as answers,
      (select coalesce(jsonb_agg(l.source), '[]') from insight_label l where l.insight_id = i.id) as counted,
      r.as_of as "runAsOf", r.finished_at as "runFinishedAt", e.as_of as "exampleAsOf",
      d.status::text as "dealStatus", d.closed_at as "closedAt", d.amount_minor as "amountMinor", d.currency,
      (select o.improvement_days from outcome o where o.deal_id = i.deal_id and o.kind in ('won', 'lost') and o.voided_at is null limit 1) as "improvementDays"
    from insight i join insight_run r on r.id = i.run_id join deal d on d.id = i.deal_id left join training_example e on e.insight_id = i.id
    where i.id = any(${ids}::uuid[]) order by i.id`;
}

export type InsightWords = {
  type: string; title: string; body: string; severity: string; confidence: number; rule: string | null; prediction: Prisma.JsonValue;
  actions: GeneratedInsight['actions']; evidence: GeneratedInsight['evidence'];
};

/** What these insights say now, and the context that they were made from (once a run); without a context there are no words to learn from. */
export async function insightWords(scope: Scope, ids: readonly string[]): Promise<{ words: Map<string, InsightWords>; contexts: Map<string, Prisma.JsonValue> }> {
  if (ids.length === 0) return { words: new Map(), contexts: new Map() };
  const rows = await db(scope).$queryRaw<(InsightWords & { id: string })[]>`
    select i.id, i.type, i.title, i.body, i.severity, i.confidence, i.rule_key as rule, i.prediction,
      (select coalesce(jsonb_agg(jsonb_build_object('type', a.type, 'title', a.title, 'owner', a.owner, 'due_in_days', a.due_in_days, 'why', a.why) order by a.position), '[]') from insight_action a where a.insight_id = i.id) as actions,
      (select coalesce(jsonb_agg(jsonb_build_object('kind', v.kind, 'title', v.title, 'quote', v.quote) order by v.position), '[]') from evidence v where v.insight_id = i.id) as evidence
    from insight i where i.id = any(${ids}::uuid[])`;
  const runs = await db(scope).$queryRaw<{ id: string; context: Prisma.JsonValue }[]>`
    select id, context from insight_run where context is not null and id in (select run_id from insight where id = any(${ids}::uuid[]))`;
  return { words: new Map(rows.map(({ id, ...words }) => [id, words])), contexts: new Map(runs.map(({ id, context }) => [id, context])) };
}

export type ExampleRow = {
  insightId: string; dealId: string; feedback: ExampleFeedback | null; outcome: ExampleOutcome | null; label: ExampleLabel | null; labelledAt: string | null;
  provider: string; model: string; promptVersion: string;
  /** Null: what was said and of which deal stays as it is stored. */
  content: { asOf: string; snapshot: DealSnapshot; insight: GeneratedInsight } | null;
};

/** Writes them in one statement; one without content only changes an example that is there. */
export async function saveExamples(scope: Scope, rows: readonly ExampleRow[]): Promise<void> {
  const { workspaceId } = scope;
  const kept = rows.filter((row) => row.content === null);
  const written = rows.flatMap(({ content, ...row }) => (content === null ? [] : [{ id: uuidv7(), ...row, ...content }]));
  if (kept.length > 0) await db(scope).$executeRaw`
    update training_example e set feedback = r.feedback, outcome = r.outcome, label = r.label, labelled_at = r."labelledAt", updated_at = clock_timestamp()
    from jsonb_to_recordset(${JSON.stringify(kept)}::jsonb) as r("insightId" uuid, feedback jsonb, outcome jsonb, label text, "labelledAt" timestamptz) where e.insight_id = r."insightId"`;
  if (written.length > 0) await db(scope).$executeRaw`
    insert into training_example (id, workspace_id, insight_id, deal_id, as_of, snapshot, insight, feedback, outcome, label, labelled_at, provider, model, prompt_version, updated_at)
    select id, ${workspaceId}::uuid, "insightId", "dealId", "asOf", snapshot, insight, feedback, outcome, label, "labelledAt", provider, model, "promptVersion", clock_timestamp()
    from jsonb_to_recordset(${JSON.stringify(written)}::jsonb) as r(id uuid, "insightId" uuid, "dealId" uuid, "asOf" timestamptz, snapshot jsonb, insight jsonb, feedback jsonb, outcome jsonb,
      label text, "labelledAt" timestamptz, provider text, model text, "promptVersion" text)
    on conflict (insight_id) do update set as_of = excluded.as_of, snapshot = excluded.snapshot, insight = excluded.insight, feedback = excluded.feedback, outcome = excluded.outcome, label = excluded.label,
      labelled_at = excluded.labelled_at, provider = excluded.provider, model = excluded.model, prompt_version = excluded.prompt_version, updated_at = clock_timestamp()`;
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
