/** Outcomes in the database: stored once each, folded into their unit's total and its cohort's sums by statements over whole batches. */
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { CohortRow } from './results-schema';

export type NewOutcome = { outcomeId: string; metric: string; unitId: string; value: number; denominator: number; occurredAt: string; receivedAt: string };
/** What folding needs to know of a metric: days as milliseconds would be, in seconds. */
export type FoldMetric = { key: string; kind: string; cap: number | null; delay: number; days: number | null };

/** Gives how many were new, by metric. In the order of the key: two that record the same in another order do not wait for each other. */
export const insertOutcomes = async (scope: Scope, experimentId: string, rows: readonly NewOutcome[]): Promise<Map<string, number>> => {
  const made = await db(scope).$queryRaw<{ metric: string; n: number }[]>`
    with made as (
      insert into experiment_outcome (experiment_id, workspace_id, metric, outcome_id, unit_id, value, denominator, occurred_at, received_at)
      select ${experimentId}::uuid, ${scope.workspaceId}::uuid, metric, "outcomeId", "unitId", value, denominator, "occurredAt", "receivedAt"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(metric text, "outcomeId" text, "unitId" text, value float8, denominator float8, "occurredAt" timestamptz, "receivedAt" timestamptz)
      order by metric, "outcomeId" on conflict do nothing returning metric
    ) select metric, count(*)::int as n from made group by metric`;
  return new Map(made.map(({ metric, n }) => [metric, n]));
};

export const addTally = (scope: Scope, experimentId: string, metric: string, disposition: string, count: number) => db(scope).$executeRaw`
  insert into experiment_tally (experiment_id, workspace_id, metric, disposition, count) values (${experimentId}::uuid, ${scope.workspaceId}::uuid, ${metric}, ${disposition}, ${count})
  on conflict (experiment_id, metric, disposition) do update set count = experiment_tally.count + excluded.count`;

export const readTallies = async (scope: Scope, experimentId: string) =>
  (await db(scope).experimentTally.findMany({ where: { experimentId, count: { gt: 0 } }, orderBy: [{ metric: 'asc' }, { disposition: 'asc' }] })).map(({ metric, disposition, count }) => ({ metric, disposition, count: Number(count) }));

/**
 * One folds an experiment at a time. In this transaction tables are read by index: a batch is small beside them, which the planner does not know where they
 * have grown, or an experiment is new, since it last counted. For the same reason the statements below leave it no choice of joins: units are
 * looked up one by one (lateral … offset 0) and rows are marked where they were found (ctid). Left to itself it compared each of a batch with each of
 * a table: minutes a batch.
 */
export const lockFolding = (scope: Scope, experimentId: string) => db(scope).$queryRaw`
  select 1 from (select pg_advisory_xact_lock(hashtextextended(${`fold ${experimentId}`}, 4)), set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('jit', 'off', true)) as locked`;

/**
 * Counts new units in their cohorts, of every metric. Outcomes that came before their unit was known are to be judged again: here, under the lock, where
 * no other judgement of them is on its way. Gives how many units.
 */
export async function foldAssignments(scope: Scope, experimentId: string, metrics: readonly FoldMetric[], most: number): Promise<number> {
  const [row] = await db(scope).$queryRaw<{ picked: number }[]>`
    with picked as materialized (select ctid as place, unit_id, variant_id, segment, epoch, exposed_at, pre from assignment where experiment_id = ${experimentId}::uuid and not folded limit ${most}),
    marked as (update assignment set folded = true where ctid = any(array(select place from picked))),
    again as (update experiment_outcome set disposition = null where experiment_id = ${experimentId}::uuid and disposition = 'unassigned' and unit_id = any(array(select unit_id from picked)) returning metric),
    untallied as (
      update experiment_tally t set count = t.count - g.n from (select metric, count(*) as n from again group by metric) g
      where t.experiment_id = ${experimentId}::uuid and t.metric = g.metric and t.disposition = 'unassigned'),
    added as (
      insert into experiment_cohort (experiment_id, workspace_id, metric, variant_id, day, epoch, segment, n, pre_n, pre_sum, pre_sum_squares)
      select ${experimentId}::uuid, ${scope.workspaceId}::uuid, m.key, p.variant_id, (p.exposed_at at time zone 'UTC')::date, p.epoch, p.segment, count(*), count(x.v), coalesce(sum(x.v), 0), coalesce(sum(x.v * x.v), 0)
      from picked p cross join jsonb_to_recordset(${JSON.stringify(metrics)}::jsonb) as m(key text) cross join lateral (select (p.pre ->> m.key)::float8 as v) x
      group by 3, 4, 5, 6, 7
      on conflict (experiment_id, metric, variant_id, day, epoch, segment) do update set n = experiment_cohort.n + excluded.n, pre_n = experiment_cohort.pre_n + excluded.pre_n,
        pre_sum = experiment_cohort.pre_sum + excluded.pre_sum, pre_sum_squares = experiment_cohort.pre_sum_squares + excluded.pre_sum_squares
    ) select count(*)::int as picked from picked`;
  return row?.picked ?? 0;
}

/**
 * Judges outcomes that nobody looked at yet: counted, or set aside with the reason. The counted ones move their units' totals, and the
 * units' contributions move the sums of their cohorts by what they changed. A unit counts as yes when its total is above nought, else with
 * its total, no more than the cap. Gives how many outcomes. `lateAfter`: what arrives later is set aside.
 */
export async function foldOutcomes(scope: Scope, experimentId: string, metrics: readonly FoldMetric[], lateAfter: Date | null, most: number): Promise<number> {
  const [row] = await db(scope).$queryRaw<{ judged: number }[]>`
    with m as materialized (select * from jsonb_to_recordset(${JSON.stringify(metrics)}::jsonb) as m(key text, kind text, cap float8, delay float8, days float8)),
    picked as materialized (select ctid as place, metric, outcome_id, unit_id, value, denominator, occurred_at, received_at from experiment_outcome where experiment_id = ${experimentId}::uuid and disposition is null limit ${most}),
    judged as materialized (
      select p.*, a.variant_id, a.segment, a.epoch, (a.exposed_at at time zone 'UTC')::date as day, coalesce((a.pre ->> p.metric)::float8, 0) as pre,
        case when a.unit_id is null then 'unassigned'
          when p.occurred_at < a.exposed_at + m.delay * interval '1 second' then 'early'
          when p.occurred_at > a.exposed_at + (m.delay + m.days) * interval '1 second' then 'outside_window'
          when p.received_at > ${lateAfter}::timestamptz or p.received_at > a.exposed_at + (m.delay + m.days) * interval '1 second' + interval '7 days' then 'late'
          else 'counted' end as disposition
      from picked p join m on m.key = p.metric
      left join lateral (select unit_id, variant_id, segment, epoch, exposed_at, pre, folded from assignment where experiment_id = ${experimentId}::uuid and unit_id = p.unit_id offset 0) a on true
      where a.unit_id is null or a.folded),
    counted as (update experiment_outcome set disposition = 'counted' where ctid = any(array(select place from judged where disposition = 'counted'))),
    early as (update experiment_outcome set disposition = 'early' where ctid = any(array(select place from judged where disposition = 'early'))),
    late as (update experiment_outcome set disposition = 'late' where ctid = any(array(select place from judged where disposition = 'late'))),
    outside as (update experiment_outcome set disposition = 'outside_window' where ctid = any(array(select place from judged where disposition = 'outside_window'))),
    unassigned as (update experiment_outcome set disposition = 'unassigned' where ctid = any(array(select place from judged where disposition = 'unassigned'))),
    tallied as (
      insert into experiment_tally (experiment_id, workspace_id, metric, disposition, count)
      select ${experimentId}::uuid, ${scope.workspaceId}::uuid, metric, disposition, count(*) from judged group by metric, disposition
      on conflict (experiment_id, metric, disposition) do update set count = experiment_tally.count + excluded.count),
    moved as materialized (
      select j.metric, j.unit_id, j.variant_id, j.segment, j.epoch, j.day, j.pre, sum(j.value) as value, sum(j.denominator) as den from judged j
      where j.disposition = 'counted' group by j.metric, j.unit_id, j.variant_id, j.segment, j.epoch, j.day, j.pre),
    was as materialized (
      select v.*, m.kind, m.cap, coalesce(u.total, 0) as total0, coalesce(u.denominator, 0) as den0
      from moved v join m on m.key = v.metric
      left join lateral (select total, denominator from experiment_unit where experiment_id = ${experimentId}::uuid and metric = v.metric and unit_id = v.unit_id offset 0) u on true),
    stored as (
      insert into experiment_unit (experiment_id, workspace_id, metric, unit_id, total, denominator)
      select ${experimentId}::uuid, ${scope.workspaceId}::uuid, metric, unit_id, value, den from moved
      on conflict (experiment_id, metric, unit_id) do update set total = experiment_unit.total + excluded.total, denominator = experiment_unit.denominator + excluded.denominator),
    contributions as (
      select metric, variant_id, segment, epoch, day, pre, den0 as d0, den0 + den as d1,
        case when kind = 'binomial' then (total0 > 0)::int::float8 else least(total0, coalesce(cap, total0)) end as y0,
        case when kind = 'binomial' then (total0 + value > 0)::int::float8 else least(total0 + value, coalesce(cap, total0 + value)) end as y1
      from was),
    added as (
      insert into experiment_cohort (experiment_id, workspace_id, metric, variant_id, day, epoch, segment, n, sum, sum_squares, den_sum, den_sum_squares, cross_sum, pre_cross)
      select ${experimentId}::uuid, ${scope.workspaceId}::uuid, metric, variant_id, day, epoch, segment, 0, sum(y1 - y0), sum(y1 * y1 - y0 * y0), sum(d1 - d0), sum(d1 * d1 - d0 * d0), sum(y1 * d1 - y0 * d0), sum((y1 - y0) * pre)
      from contributions group by metric, variant_id, day, epoch, segment
      on conflict (experiment_id, metric, variant_id, day, epoch, segment) do update set sum = experiment_cohort.sum + excluded.sum, sum_squares = experiment_cohort.sum_squares + excluded.sum_squares,
        den_sum = experiment_cohort.den_sum + excluded.den_sum, den_sum_squares = experiment_cohort.den_sum_squares + excluded.den_sum_squares, cross_sum = experiment_cohort.cross_sum + excluded.cross_sum,
        pre_cross = experiment_cohort.pre_cross + excluded.pre_cross)
    select count(*)::int as judged from judged`;
  return row?.judged ?? 0;
}

/** The sums of every cohort, of one experiment. */
export const readCohorts = (scope: Scope, experimentId: string): Promise<CohortRow[]> => db(scope).$queryRaw<CohortRow[]>`
  select metric, variant_id as "variantId", to_char(day, 'YYYY-MM-DD') as day, epoch, segment, n, sum, sum_squares as "sumSquares", den_sum as "denSum", den_sum_squares as "denSumSquares",
    cross_sum as "crossSum", pre_n as "preN", pre_sum as "preSum", pre_sum_squares as "preSumSquares", pre_cross as "preCross"
  from experiment_cohort where experiment_id = ${experimentId}::uuid order by day, metric, variant_id, epoch, segment`;

/** A batch of counts stands among the outcomes, judged already, so that it counts once. Gives whether it is new. */
export const markBatch = async (scope: Scope, experimentId: string, metric: string, outcomeId: string, at: Date): Promise<boolean> => {
  const { count } = await db(scope).experimentOutcome.createMany({ data: [{ experimentId, workspaceId: scope.workspaceId, metric, outcomeId, unitId: '', value: 0, occurredAt: at, receivedAt: at, disposition: 'counted' }], skipDuplicates: true });
  return count === 1;
};

/** Sums that were counted elsewhere, added to a cohort. */
export const addCounts = (scope: Scope, experimentId: string, rows: readonly Omit<CohortRow, 'preN' | 'preSum' | 'preSumSquares' | 'preCross' | 'crossSum' | 'denSum' | 'denSumSquares'>[]) => db(scope).$executeRaw`
  insert into experiment_cohort (experiment_id, workspace_id, metric, variant_id, day, epoch, segment, n, sum, sum_squares)
  select ${experimentId}::uuid, ${scope.workspaceId}::uuid, metric, "variantId", day, epoch, segment, sum(n), sum(sum), sum("sumSquares")
  from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(metric text, "variantId" uuid, day date, epoch int, segment text, n int, sum float8, "sumSquares" float8) group by 3, 4, 5, 6, 7
  on conflict (experiment_id, metric, variant_id, day, epoch, segment) do update set n = experiment_cohort.n + excluded.n, sum = experiment_cohort.sum + excluded.sum, sum_squares = experiment_cohort.sum_squares + excluded.sum_squares`;

/** Experiments with something that folding has not looked at. */
export const countPending = async (scope: Scope, experimentId: string): Promise<number> => {
  const [row] = await db(scope).$queryRaw<{ n: number }[]>`
    select ((select count(*) from experiment_outcome where experiment_id = ${experimentId}::uuid and disposition is null) + (select count(*) from assignment where experiment_id = ${experimentId}::uuid and not folded))::int as n`;
  return row?.n ?? 0;
};
