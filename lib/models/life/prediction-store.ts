/** What versions said of records, first and for good, and how it turned out. */
import { v7 as uuidv7 } from 'uuid';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { Alias, ModelName } from './schema';

export type NewPrediction = { version: string; subjectId: string; role: Alias; probability: number; against: string | null; againstProbability: number | null };

/** Which of these versions have spoken of which of these records, as `version subject`. */
export async function readSpoken(scope: Scope, model: ModelName, versions: readonly string[], subjectIds: readonly string[]): Promise<Set<string>> {
  const rows = await db(scope).$queryRaw<{ version: string; subject: string }[]>`
    select version, subject_id as subject from model_prediction
    where workspace_id = ${scope.workspaceId}::uuid and model = ${model} and version = any(${versions}::text[]) and subject_id = any(${subjectIds}::uuid[])`;
  return new Set(rows.map(({ version, subject }) => `${version} ${subject}`));
}

/** The first word counts: what a version said of a record before stays. */
export async function insertPredictions(scope: Scope, model: ModelName, rows: readonly NewPrediction[], at: Date): Promise<void> {
  if (rows.length === 0) return;
  await db(scope).$executeRaw`
    insert into model_prediction (id, workspace_id, model, version, subject_id, role, probability, against, against_probability, at)
    select s.id, ${scope.workspaceId}::uuid, ${model}, s.version, s.subject, s.role, s.probability, s.against, s.against_probability, ${at}
    from unnest(${rows.map(() => uuidv7())}::uuid[], ${rows.map((r) => r.version)}::text[], ${rows.map((r) => r.subjectId)}::uuid[], ${rows.map((r) => r.role)}::text[],
      ${rows.map((r) => r.probability)}::float8[], ${rows.map((r) => r.against)}::text[], ${rows.map((r) => r.againstProbability)}::float8[])
      as s(id, version, subject, role, probability, against, against_probability)
    on conflict do nothing`;
}

/**
 * Holds what was said of these deals (null: of all that are undecided) against how they ended; a deal that was opened again is undecided again.
 * Gives how many changed.
 */
export const resolveDeals = (scope: Scope, dealIds: readonly string[] | null, now: Date): Promise<number> => db(scope).$executeRaw`
  update model_prediction p set label = case d.status when 'won' then 1 when 'lost' then 0 end, resolved_at = case when d.status in ('won', 'lost') then ${now}::timestamptz end
  from deal d
  where p.workspace_id = ${scope.workspaceId}::uuid and p.model = 'win_predictor' and d.id = p.subject_id and (${dealIds === null} or d.id = any(${dealIds ?? []}::uuid[]))
    and p.label is distinct from (case d.status when 'won' then 1 when 'lost' then 0 end)`;

/** The same of leads: converted or not. */
export const resolveLeads = (scope: Scope, leadIds: readonly string[] | null, now: Date): Promise<number> => db(scope).$executeRaw`
  update model_prediction p set label = case l.state when 'converted' then 1 when 'disqualified' then 0 end, resolved_at = case when l.state in ('converted', 'disqualified') then ${now}::timestamptz end
  from lead l
  where p.workspace_id = ${scope.workspaceId}::uuid and p.model = 'lead_scorer' and l.id = p.subject_id and (${leadIds === null} or l.id = any(${leadIds ?? []}::uuid[]))
    and p.label is distinct from (case l.state when 'converted' then 1 when 'disqualified' then 0 end)`;

/** What two versions said of the same record at the same moment, and how it turned out. */
export type Pair = { subject: string; label: number; a: number; b: number; resolvedAt: Date };

/** Resolved pairs of two versions, in the order in which they were resolved; at most `most` of the latest. */
export const readPairs = (scope: Scope, model: ModelName, a: string, b: string, { since = null, most = 5_000 }: { since?: Date | null; most?: number } = {}): Promise<Pair[]> => db(scope).$queryRaw<Pair[]>`
  select * from (
    select distinct on (subject_id) subject_id as subject, label, case when version = ${a} then probability else against_probability end as a,
      case when version = ${a} then against_probability else probability end as b, resolved_at as "resolvedAt"
    from model_prediction
    where workspace_id = ${scope.workspaceId}::uuid and model = ${model} and resolved_at is not null and resolved_at >= coalesce(${since}::timestamptz, '-infinity')
      and ((version = ${a} and against = ${b}) or (version = ${b} and against = ${a}))
    order by subject_id, at) as pairs
  order by "resolvedAt", subject limit ${most}`;

export type Resolved = { subject: string; probability: number; label: number; at: Date; resolvedAt: Date };

/** What a version said of records whose outcome is known, the latest resolved first. */
export const readResolved = (scope: Scope, model: ModelName, version: string, most: number): Promise<Resolved[]> => db(scope).$queryRaw<Resolved[]>`
  select subject_id as subject, probability, label, at, resolved_at as "resolvedAt" from model_prediction
  where workspace_id = ${scope.workspaceId}::uuid and model = ${model} and version = ${version} and resolved_at is not null
  order by resolved_at desc, subject_id limit ${most}`;

export type LiveBrier = { version: string; n: number; mean: number; sd: number | null };

/** Squared errors of what versions said live, by version. */
export const readLiveBrier = (scope: Scope, model: ModelName, versions: readonly string[]): Promise<LiveBrier[]> => db(scope).$queryRaw<LiveBrier[]>`
  select version, count(*)::int as n, avg(power(probability - label, 2))::float8 as mean, stddev_samp(power(probability - label, 2))::float8 as sd
  from model_prediction where workspace_id = ${scope.workspaceId}::uuid and model = ${model} and version = any(${versions}::text[]) and resolved_at is not null group by version`;

/** Resolved predictions of versions that are gone, from before a moment, go too. */
export const removeOldPredictions = (scope: Scope, model: ModelName, before: Date): Promise<number> => db(scope).$executeRaw`
  delete from model_prediction p where p.workspace_id = ${scope.workspaceId}::uuid and p.model = ${model} and p.resolved_at < ${before}
    and not exists (select 1 from model_alias a where a.workspace_id = p.workspace_id and a.model = p.model and a.version = p.version)`;
