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

/** The shown insights of deals in sight (`shown`), and those that the filters keep (`base`). */
const insightsInView = (filter: Filter): Sql => sql`
  shown as materialized (
    select i.id, i.deal_id, i.type, i.provider, i.prompt_version, i.win_model_version, i.shown_at, i.resolved_at, i.resolution, i.acted_result,
      i.disposition = 'acted_on' as acted, i.rule_key, i.simulated, i.prediction->>'claim' as claim,
      case when i.type = 'forecast' then (i.prediction->>'probability')::float8 end as p, d.status, d.closed_at
    from insight i join deal d on d.id = i.deal_id where i.shown_at is not null),
  base as materialized (select * from shown i where true ${kept(filter)})`;

/** Sums over deals of the rows of `table` that `where` keeps, apart by `key` (text) and `before`: a JSON array. `hit` is a number a row. */
const sums = (table: Sql, { where, hit, key = sql`''`, before }: { where: Sql; hit: Sql; key?: Sql; before?: Sql }): Sql => sql`(
  select coalesce(json_agg(s), '[]') from (
    select key, before, sum(n)::int as n, sum(h)::float8 as hits, count(*)::int as clusters, sum(n * n)::float8 as nn, sum(n * h)::float8 as hn, sum(h * h)::float8 as hh
    from (select (${key})::text as key, ${before ?? sql`false`} as before, count(*)::float8 as n, sum(${hit})::float8 as h from ${table} where ${where} group by 1, 2, deal_id) c
    group by 1, 2 order by 1) s)`;

/** 1 where it holds. */
const one = (condition: Sql): Sql => sql`case when ${condition} then 1 else 0 end`;

/** Plainly: a warning that somebody acted on is counted apart, whether it came true or not, since acting changes what it predicted. */
const RESOLVED = sql`resolution in ('right', 'wrong') and acted_result is null`;
const RIGHT = one(sql`resolution = 'right'`);
/** As `versionKey` (counts.ts) writes it. */
const VERSION = sql`prompt_version || '|' || provider || '|' || coalesce(win_model_version, '')`;

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
  const forecastIn = sql`p is not null and status <> 'open' and ${inPeriod(sql`closed_at`, period)}`;
  const base = sql`base`;
  const answers = sql`answers`;
  const [row] = await db(scope).$queryRaw<[{ counts: InsightCounts }]>`
    with ${insightsInView(filter)},
    answers as materialized (
      select b.deal_id, b.prompt_version, b.provider, b.win_model_version, f.kind, f.stars, f.updated_at as answered_at
      from base b join feedback f on f.insight_id = b.id where f.kind is not null or f.stars is not null)
    select json_build_object(
      'insights', (select count(*) from base where ${inView}), 'simulated', (select count(*) from base where simulated and ${inView}),
      'notTestable', (select count(*) from base where resolution = 'not_testable' and acted_result is null and ${inPeriod(sql`resolved_at`, period)}),
      'types', (select json_agg(distinct type) from shown), 'prompts', (select json_agg(distinct prompt_version) from shown),
      'models', (select json_agg(distinct win_model_version) from shown where win_model_version is not null), 'providers', (select json_agg(distinct provider) from shown),
      'accuracy', ${sums(base, { where: resolvedEither, hit: RIGHT, before: resolvedBefore })},
      'claims', ${sums(base, { where: sql`claim in ('won', 'lost') and ${resolvedIn}`, hit: RIGHT, key: sql`claim` })},
      'actedOn', ${sums(base, { where: sql`acted_result is not null and ${inEither(sql`resolved_at`, period)}`, hit: one(sql`acted_result = 'averted'`), before: resolvedBefore })},
      'actionRate', ${sums(base, { where: shownEither, hit: one(sql`acted`), before: isBefore(sql`shown_at`, period) })},
      'personal', ${sums(base, { where: sql`type <> 'forecast' and ${resolvedIn}`, hit: RIGHT, key: sql`case when rule_key = any(${ownRules}::text[]) then 'own' else 'general' end` })},
      'helpful', ${sums(answers, { where: sql`kind is not null and ${answeredEither}`, hit: one(sql`kind = 'helpful'`), before: answeredBefore })},
      'stars', ${sums(answers, { where: sql`stars is not null and ${answeredEither}`, hit: sql`stars`, before: answeredBefore })},
      'months', ${sums(base, { where: resolvedIn, hit: RIGHT, key: sql`date_trunc('month', resolved_at)::date` })},
      'versions', (select coalesce(json_agg(v), '[]') from (
        select prompt_version as "promptVersion", provider, win_model_version as model, (count(*) filter (where ${shownIn}))::int as shown from base where ${inView} group by 1, 2, 3) v),
      'versionAccuracy', ${sums(base, { where: resolvedIn, hit: RIGHT, key: VERSION })},
      'versionActionRate', ${sums(base, { where: shownIn, hit: one(sql`acted`), key: VERSION })},
      'versionHelpful', ${sums(answers, { where: sql`kind is not null and ${answeredIn}`, hit: one(sql`kind = 'helpful'`), key: VERSION })},
      'versionBrier', ${sums(base, { where: forecastIn, hit: sql`(p - ${one(sql`status = 'won'`)}) ^ 2`, key: VERSION })}
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
