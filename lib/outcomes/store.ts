/** Outcomes, and what insights were resolved by them, in the database. Every statement serves any number of deals. */
import { v7 as uuidv7 } from 'uuid';
import { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { Arm } from '@/lib/experiments/schema';
import type { OutcomeDetail, OutcomeKind, Said } from './schema';

export type StoredOutcome = {
  id: string; kind: OutcomeKind; key: string; at: number; improvementDays: number | null; expectedMinor: number | null; finalMinor: number | null;
  words: string; voided: boolean;
};
export type OpenPrediction = {
  id: string; claim: string; probability: number | null; by: string; saidAt: number; shownAt: number; actedAt: number | null;
};
export type ObservedDeal = { id: string; advisedAt: number | null; outcomes: StoredOutcome[]; insights: OpenPrediction[] };

/**
 * What was observed of these deals until now, and the shown insights that are not decided yet (and those of `again`, decided or
 * not). Holds the deals until the transaction ends, in one order, so that no two observers contradict each other.
 */
export async function readObserved(scope: Scope, dealIds: readonly string[], again: readonly string[]): Promise<ObservedDeal[]> {
  const rows = await db(scope).$queryRaw<{ id: string; advised_at: Date | null; outcomes: StoredOutcome[] | null; insights: OpenPrediction[] | null }[]>`
    select d.id,
      coalesce((select h.assigned_at from holdout_assignment h where h.deal_id = d.id), (select min(i.created_at) from insight i where i.deal_id = d.id)) as advised_at,
      (select json_agg(json_build_object('id', o.id, 'kind', o.kind, 'key', o.dedupe_key, 'at', (extract(epoch from o.at) * 1000)::bigint, 'improvementDays', o.improvement_days,
          'expectedMinor', o.expected_minor, 'finalMinor', o.final_minor, 'words', o.detail ->> 'words', 'voided', o.voided_at is not null))
        from outcome o where o.deal_id = d.id) as outcomes,
      (select json_agg(json_build_object('id', i.id, 'claim', i.prediction ->> 'claim', 'probability', i.prediction -> 'probability', 'by', i.prediction ->> 'by',
          'saidAt', (extract(epoch from i.created_at) * 1000)::bigint, 'shownAt', (extract(epoch from i.shown_at) * 1000)::bigint,
          'actedAt', (select (extract(epoch from min(f.acted_at)) * 1000)::bigint from feedback f where f.insight_id = i.id and jsonb_typeof(f.acted_on) = 'object')) order by i.id)
        from insight i where i.deal_id = d.id and i.shown_at is not null and (i.resolution in ('pending', 'expired') or i.id = any(${again}::uuid[]))) as insights
    from deal d where d.id = any(${dealIds}::uuid[]) order by d.id for share of d`;
  return rows.map((row) => ({ id: row.id, advisedAt: row.advised_at?.getTime() ?? null, outcomes: row.outcomes ?? [], insights: row.insights ?? [] }));
}

export type NewOutcome = {
  dealId: string; kind: OutcomeKind; at: number; dedupeKey: string; improvementDays: number | null; expectedMinor: number | null; finalMinor: number | null;
  currency: string | null; detail: OutcomeDetail;
  /** Variants of experiments that the deal was under. */
  arms: Arm[];
};

/** Writes facts; one that is there is written anew and counts (again), under the variants that it was first seen under. */
export async function saveOutcomes(scope: Scope, outcomes: readonly NewOutcome[]): Promise<{ id: string; dealId: string; key: string }[]> {
  if (outcomes.length === 0) return [];
  const rows = outcomes.map((o) => ({ ...o, id: uuidv7(), at: new Date(o.at) }));
  return db(scope).$queryRaw<{ id: string; dealId: string; key: string }[]>`
    insert into outcome (id, workspace_id, deal_id, kind, at, improvement_days, expected_minor, final_minor, currency, detail, arms, dedupe_key)
    select id, ${scope.workspaceId}::uuid, "dealId", kind, at, "improvementDays", "expectedMinor", "finalMinor", currency, detail, arms, "dedupeKey"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "dealId" uuid, kind text, at timestamptz, "improvementDays" float8, "expectedMinor" bigint, "finalMinor" bigint,
      currency text, detail jsonb, "dedupeKey" text, arms jsonb)
    on conflict (deal_id, dedupe_key) do update set at = excluded.at, improvement_days = excluded.improvement_days, expected_minor = excluded.expected_minor, final_minor = excluded.final_minor,
      currency = excluded.currency, detail = excluded.detail, voided_at = null
    returning id, deal_id as "dealId", dedupe_key as key`;
}

export const voidOutcomes = (scope: Scope, ids: readonly string[], now: Date) =>
  db(scope).outcome.updateMany({ where: { id: { in: [...ids] }, voidedAt: null }, data: { voidedAt: now } });

/** The insights whose present resolution rests on these outcomes. */
export async function resolvedBy(scope: Scope, outcomeIds: readonly string[]): Promise<string[]> {
  if (outcomeIds.length === 0) return [];
  const rows = await db(scope).$queryRaw<{ id: string }[]>`
    select distinct r.insight_id as id from insight_resolution r
    where r.outcome_id = any(${outcomeIds}::uuid[])
      and r.id = (select l.id from insight_resolution l where l.insight_id = r.insight_id order by l.at desc, l.id desc limit 1)`;
  return rows.map((row) => row.id);
}

/** Pending again, with the reason kept. Where a newer insight says the same, that one stands and the older is superseded. */
export async function reopenInsights(scope: Scope, ids: readonly string[], reason: string, now: Date): Promise<void> {
  if (ids.length === 0) return;
  // First the older ones step back: a deal has one standing insight a key (insight_open_once).
  await db(scope).$executeRaw`
    update insight i set superseded_at = ${now} where i.superseded_at is null and (i.resolution = 'pending' or i.id = any(${ids}::uuid[]))
      and exists (select 1 from insight n where n.deal_id = i.deal_id and n.dedupe_key = i.dedupe_key and n.id > i.id and n.superseded_at is null and (n.resolution = 'pending' or n.id = any(${ids}::uuid[])))
      and i.deal_id in (select deal_id from insight where id = any(${ids}::uuid[]))`;
  await db(scope).$executeRaw`update insight set resolution = 'pending', resolution_reason = null, resolved_at = null, acted_result = null, updated_at = ${now} where id = any(${ids}::uuid[])`;
  await addResolutions(scope, ids.map((insightId) => ({ insightId, resolution: 'pending', actedResult: null, reason, outcomeId: null })), now);
}

export type NewResolution = { insightId: string; resolution: string; actedResult: string | null; reason: string; outcomeId: string | null };

const addResolutions = (scope: Scope, rows: readonly NewResolution[], now: Date) =>
  db(scope).insightResolution.createMany({ data: rows.map((row) => ({ ...row, workspaceId: scope.workspaceId, at: now })) });

/**
 * Resolves insights that are still undecided (those of `again` in any case) and differ from what stands; each change goes into the
 * history. Gives the insights that changed.
 */
export async function resolveInsights(scope: Scope, verdicts: readonly (NewResolution & { at: number })[], again: readonly string[], now: Date): Promise<string[]> {
  if (verdicts.length === 0) return [];
  const rows = verdicts.map(({ insightId, resolution, actedResult, reason, at }) => ({ insightId, resolution, actedResult, reason, at: new Date(at) }));
  const changed = await db(scope).$queryRaw<{ id: string }[]>`
    update insight i set resolution = r.resolution, resolution_reason = r.reason, acted_result = r."actedResult", resolved_at = r.at, updated_at = ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("insightId" uuid, resolution text, "actedResult" text, reason text, at timestamptz)
    where i.id = r."insightId" and (i.resolution in ('pending', 'expired') or i.id = any(${again}::uuid[]))
      and (i.resolution, i.acted_result, i.resolution_reason) is distinct from (r.resolution, r."actedResult", r.reason)
    returning i.id`;
  const ids = new Set(changed.map((row) => row.id));
  await addResolutions(scope, verdicts.filter((v) => ids.has(v.insightId)).map(({ at: _decided, ...row }) => row), now);
  return [...ids];
}

/** Ids of deals after `after` for which time alone may bring something: the open ones, and closed ones whose closing nobody has observed. */
export async function dealsToObserve(scope: Scope, after: string | null, most: number): Promise<string[]> {
  const rows = await db(scope).$queryRaw<{ id: string }[]>`
    select d.id from deal d where d.id > coalesce(${after}::uuid, '00000000-0000-0000-0000-000000000000')
      and (d.status = 'open' or (d.closed_at is not null and not exists (select 1 from outcome o where o.deal_id = d.id and o.kind in ('won', 'lost') and o.voided_at is null)))
    order by d.id limit ${most}`;
  return rows.map((row) => row.id);
}

export const readOutcomes = (scope: Scope, dealId: string) => db(scope).outcome.findMany({ where: { dealId, voidedAt: null }, orderBy: [{ at: 'asc' }, { id: 'asc' }] });

/** What was shown on a deal and is decided or was replaced, the latest first. */
export async function readSaid(scope: Scope, dealId: string): Promise<Said[]> {
  const rows = await db(scope).$queryRaw<{ said: Said }[]>`
    select json_build_object('id', i.id, 'type', i.type, 'title', i.title, 'probability', i.prediction -> 'probability', 'createdAt', ${iso(Prisma.sql`i.created_at`)}, 'shownAt', ${iso(Prisma.sql`i.shown_at`)},
      'resolution', i.resolution, 'reason', i.resolution_reason, 'resolvedAt', ${iso(Prisma.sql`i.resolved_at`)}, 'actedResult', i.acted_result,
      'actedAt', ${iso(Prisma.sql`f.acted_at`)}, 'action', f.acted_on ->> 'action') as said
    from insight i left join lateral (
      select f.acted_at, f.acted_on from feedback f where f.insight_id = i.id and f.acted_at is not null order by f.acted_at limit 1) f on true
    where i.deal_id = ${dealId}::uuid and i.shown_at is not null and (i.resolution <> 'pending' or i.superseded_at is not null)
    order by i.created_at desc, i.position, i.id`;
  return rows.map((row) => row.said);
}

const iso = (column: Prisma.Sql) => Prisma.sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Keys of the rules that insights named which somebody was shown while the deal was open. */
export async function spokenRules(scope: Scope, dealId: string): Promise<string[]> {
  const rows = await db(scope).$queryRaw<{ key: string }[]>`
    select distinct e.key from insight i cross join lateral (
      select i.rule_key as key union select ref_id from evidence where insight_id = i.id and kind = 'rule') e
    where i.deal_id = ${dealId}::uuid and i.shown_at is not null and e.key is not null`;
  return rows.map((row) => row.key);
}
