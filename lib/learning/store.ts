/**
 * What is counted over insights, in one pass. Insights, answers and signals know nothing of whose deals are in sight, so all of
 * them are reached through their deal, whose policies do. Only what somebody was shown is held to account.
 *
 * Figures of rows that share a deal come back as sums over deals (lib/stats/clustered-rates.ts): the database adds up, and no
 * list of insights travels.
 */
import { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { ForecastCell } from './calibration';
import type { InsightCounts } from './counts';
import { inEither, inPeriod, isBefore, kept, type Filter } from './filter-store';
import type { Period } from './period';

const { sql } = Prisma;
type Sql = Prisma.Sql;

/** The insights of deals in sight that were shown, and first seen, resolved or closed in the period or the one before (`shown`); those that the filters keep (`base`). */
const insightsInView = (filter: Filter, { from, before, to }: Period): Sql => sql`
  shown as materialized (
    select i.deal_id, i.id, i.type, i.provider, i.prompt_version, i.win_model_version, i.shown_at, i.resolved_at, i.resolution, i.acted_result,
      i.disposition = 'acted_on' as acted, i.rule_key, i.simulated, i.prediction->>'claim' as claim,
      case when i.type = 'forecast' and d.status <> 'open' and d.closed_at < ${to} ${from ? sql`and d.closed_at >= ${from}` : sql``} then ((i.prediction->>'probability')::float8 - case when d.status = 'won' then 1 else 0 end) ^ 2 end as squared
    from insight i join deal d on d.id = i.deal_id
    where i.shown_at is not null ${from ? sql`and (i.shown_at >= ${before ?? from} or i.resolved_at >= ${before ?? from})` : sql``}),
  base as materialized (select * from shown i where true ${kept(filter)})`;

/** Sums over deals of the rows of `table` that `where` keeps, apart by `key` (text) and `before`: a JSON array. `hit` is a number a row. */
const sums = (table: Sql, { where, hit, key = sql`''`, before }: { where: Sql; hit: Sql; key?: Sql; before?: Sql }): Sql => sql`(
  select coalesce(json_agg(s), '[]') from (
    select key, before, sum(n)::int as n, sum(h)::float8 as hits, count(*)::int as clusters, sum(n * n)::float8 as nn, sum(n * h)::float8 as hn, sum(h * h)::float8 as hh
    from (select (${key})::text as key, ${before ?? sql`false`} as before, count(*)::float8 as n, sum(${hit})::float8 as h from ${table} where ${where} group by 1, 2, deal_id) c
    group by 1, 2 order by 1) s)`;

/** The same of clusters that are rows already, in one pass beside others. */
const oneSums = (n: Sql, h: Sql): Sql => sql`json_build_object('n', sum(${n}), 'hits', sum(${h}), 'clusters', count(*) filter (where ${n} > 0), 'nn', sum(${n} * ${n}), 'hn', sum(${n} * ${h}), 'hh', sum(${h} * ${h}))`;

/** 1 where it holds. */
const one = (condition: Sql): Sql => sql`case when ${condition} then 1 else 0 end`;

/** Plainly: a warning that somebody acted on is counted apart, whether it came true or not, since acting changes what it predicted. */
const RESOLVED = sql`resolution in ('right', 'wrong') and acted_result is null`;
const RIGHT = one(sql`resolution = 'right'`);
/** As `versionKey` (counts.ts) writes it. */
const VERSION = sql`prompt_version || '|' || provider || '|' || coalesce(win_model_version, '')`;

/** For the rest of the transaction: compiling such a report's queries takes PostgreSQL longer than running them. */
export const dontCompile = (scope: Scope): Promise<unknown> => db(scope).$queryRaw`select set_config('jit', 'off', true)`;

/** `ownRules`: keys of the rules whose record in this workspace tells deals apart. */
export async function countInsights(scope: Scope, filter: Filter, period: Period, ownRules: readonly string[]): Promise<InsightCounts> {
  const resolvedIn = sql`${RESOLVED} and ${inPeriod(sql`resolved_at`, period)}`;
  const resolvedEither = sql`${RESOLVED} and ${inEither(sql`resolved_at`, period)}`;
  const shownIn = inPeriod(sql`shown_at`, period);
  const shownEither = inEither(sql`shown_at`, period);
  const answeredIn = inPeriod(sql`answered_at`, period);
  const answeredEither = inEither(sql`answered_at`, period);
  const resolvedBefore = isBefore(sql`resolved_at`, period);
  const answeredBefore = isBefore(sql`answered_at`, period);
  const inView = sql`(${shownIn} or ${inPeriod(sql`coalesce(resolved_at, 'infinity')`, period)})`;
  const base = sql`base`;
  const answers = sql`answers`;
  const [row] = await db(scope).$queryRaw<[{ counts: InsightCounts }]>`
    with ${insightsInView(filter, period)},
    answers as materialized (
      select i.deal_id, i.prompt_version, i.provider, i.win_model_version, f.kind, f.stars, f.updated_at as answered_at
      from feedback f join insight i on i.id = f.insight_id join deal d on d.id = i.deal_id
      where (f.kind is not null or f.stars is not null) and ${inEither(sql`f.updated_at`, period)} and i.shown_at is not null ${kept(filter)}),
    choices as (select distinct type, prompt_version, win_model_version, provider from shown),
    by_version as (
      select prompt_version, provider, win_model_version, deal_id,
        (count(*) filter (where ${resolvedIn}))::float8 as an, (count(*) filter (where ${resolvedIn} and resolution = 'right'))::float8 as ah,
        (count(*) filter (where ${shownIn}))::float8 as sn, (count(*) filter (where ${shownIn} and acted))::float8 as sh,
        count(squared)::float8 as bn, coalesce(sum(squared), 0) as bh
      from base group by 1, 2, 3, 4)
    select json_build_object(
      'insights', (select count(*) from base where ${inView}), 'simulated', (select count(*) from base where simulated and ${inView}),
      'notTestable', (select count(*) from base where resolution = 'not_testable' and acted_result is null and ${inPeriod(sql`resolved_at`, period)}),
      'choices', (select coalesce(json_agg(c), '[]') from (select type, prompt_version as prompt, win_model_version as model, provider from choices order by 1, 2, 3, 4) c),
      'accuracy', ${sums(base, { where: resolvedEither, hit: RIGHT, before: resolvedBefore })},
      'claims', ${sums(base, { where: sql`claim in ('won', 'lost') and ${resolvedIn}`, hit: RIGHT, key: sql`claim` })},
      'actedOn', ${sums(base, { where: sql`acted_result is not null and ${inEither(sql`resolved_at`, period)}`, hit: one(sql`acted_result = 'averted'`), before: resolvedBefore })},
      'actionRate', ${sums(base, { where: shownEither, hit: one(sql`acted`), before: isBefore(sql`shown_at`, period) })},
      'personal', ${sums(base, { where: sql`type <> 'forecast' and ${resolvedIn}`, hit: RIGHT, key: sql`case when rule_key = any(${ownRules}::text[]) then 'own' else 'general' end` })},
      'helpful', ${sums(answers, { where: sql`kind is not null and ${answeredEither}`, hit: one(sql`kind = 'helpful'`), before: answeredBefore })},
      'stars', ${sums(answers, { where: sql`stars is not null and ${answeredEither}`, hit: sql`stars`, before: answeredBefore })},
      'months', ${sums(base, { where: resolvedIn, hit: RIGHT, key: sql`date_trunc('month', resolved_at)::date` })},
      'versions', (select coalesce(json_agg(v), '[]') from (
        select prompt_version as "promptVersion", provider, win_model_version as model, sum(sn)::int as shown,
          ${oneSums(sql`an`, sql`ah`)} as accuracy, ${oneSums(sql`sn`, sql`sh`)} as "actionRate", ${oneSums(sql`bn`, sql`bh`)} as brier
        from by_version group by 1, 2, 3 having sum(an + sn + bn) > 0) v),
      'versionHelpful', ${sums(answers, { where: sql`kind is not null and ${answeredIn}`, hit: one(sql`kind = 'helpful'`), key: VERSION })}
    ) as counts`;
  return row.counts;
}

/** Open deals in sight, and those that have advice standing with something to do in it; deals whose advice is held back are not asked for any. */
export async function countCoverage(scope: Scope, filter: Filter): Promise<{ open: number; covered: number }> {
  const [row] = await db(scope).$queryRaw<[{ open: number; covered: number }]>`
    select count(*)::int as open, (count(*) filter (where exists (
      select 1 from insight i join insight_action a on a.insight_id = i.id
      where i.deal_id = d.id and i.superseded_at is null and i.resolution = 'pending' and i.disposition <> 'dismissed' ${kept(filter)})))::int as covered
    from deal d left join holdout_assignment h on h.deal_id = d.id and h.arm = 'held_out' where d.status = 'open' and h.id is null`;
  return row;
}

/** How the deals in sight ended that closed in the period. */
export async function countClosed(scope: Scope, period: Period): Promise<{ won: number; closed: number }> {
  const [row] = await db(scope).$queryRaw<[{ won: number; closed: number }]>`
    select (count(*) filter (where status = 'won'))::int as won, count(*)::int as closed from deal where status <> 'open' and ${inPeriod(sql`closed_at`, period)}`;
  return row;
}

/** The forecasts shown before their deal closed, added up by deal and tenth of the probability. */
export async function forecastCells(scope: Scope, filter: Filter, period: Period): Promise<ForecastCell[]> {
  const [row] = await db(scope).$queryRaw<[{ cells: [number, number, number, number, number, number][] | null }]>`
    select json_agg(json_build_array(deal, bin, n, said, won, squared)) as cells from (
      select dense_rank() over (order by deal_id)::int - 1 as deal, bin, count(*)::int as n, sum(p) as said, sum(y)::int as won, sum((p - y) ^ 2) as squared from (
        select i.deal_id, (i.prediction->>'probability')::float8 as p, least(9, floor((i.prediction->>'probability')::float8 * 10))::int as bin, ${one(sql`d.status = 'won'`)} as y
        from insight i join deal d on d.id = i.deal_id
        where i.type = 'forecast' and i.shown_at < d.closed_at and i.prediction->>'probability' is not null and d.status <> 'open' and ${inPeriod(sql`d.closed_at`, period)} ${kept(filter)}) f
      group by deal_id, bin) c`;
  return (row.cells ?? []).map(([deal, bin, n, said, won, squared]) => ({ deal, bin, n, said, won, squared }));
}
