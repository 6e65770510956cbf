/**
 * What is read over insights, in one pass over them and one over the answers to them. Insights, answers and signals know nothing of
 * whose deals are in sight, so all of them are reached through their deal, whose policies do. Only what somebody was shown is held
 * to account.
 *
 * Insights that no figure tells apart come back as one row with the numbers of their deals: a workspace has some hundred such rows.
 * They travel as lines of text, which the embedded database writes far faster than JSON; counts.ts counts them.
 */
import { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { AnswersAlike, InsightsAlike, When } from './counts';
import { inEither, inPeriod, inSight, kept, type Filter } from './filter-store';
import type { Period } from './period';

const { sql, join } = Prisma;
type Sql = Prisma.Sql;

/** Between the rows of a text, and between the fields of a row: characters made for it, which no name holds. */
const [ROW, FIELD] = ['\u001e', '\u001f'];

/** Rows of `table` that are the same in `fields`, as one text with what is different in them (`each`, without blanks); the statement's only column is `lines`. */
const alike = (fields: readonly Sql[], each: Sql, table: Sql): Sql => sql`
  select string_agg(fields || ${FIELD} || each, ${ROW}) as lines from (
    select concat_ws(${FIELD}, ${join(fields.map((field) => sql`coalesce((${field})::text, '')`))}) as fields, string_agg(${each}, ' ') as each from ${table} group by 1) a`;

const linesOf = ([row]: readonly { lines: string | null }[]): string[][] => (row?.lines ? row.lines.split(ROW).map((line) => line.split(FIELD)) : []);

/** Where a time lies: `in` the period, `before` in the one it is compared with, `after` it, or earlier than both, or never (an empty text). */
const whenIs = (column: Sql, period: Period): Sql => sql`
  case when ${inPeriod(column, period)} then 'in' when ${column} >= ${period.to} then 'after' when ${inEither(column, period)} then 'before' end`;

/** For the rest of the transaction: compiling such a report's queries takes PostgreSQL longer than running them, and so does sorting on disk what memory could hash. */
export const prepareReport = (scope: Scope): Promise<unknown> => db(scope).$queryRaw`select set_config('jit', 'off', true), set_config('work_mem', '32MB', true)`;

/** The insights of deals in sight that were shown, and first seen, resolved or closed since the period before. `ownRules`: keys of the rules whose record in this workspace tells deals apart. */
export async function insightsAlike(scope: Scope, period: Period, ownRules: readonly string[]): Promise<InsightsAlike[]> {
  const { from, before } = period;
  const closed = sql`d.status <> 'open' and ${inPeriod(sql`d.closed_at`, period)}`;
  const fields = [
    sql`i.type`, sql`i.prompt_version`, sql`i.provider`, sql`i.win_model_version`, sql`i.simulated`, sql`i.prediction->>'claim'`, sql`i.rule_key = any(${ownRules}::text[])`,
    sql`i.disposition = 'acted_on'`, sql`i.resolution`, sql`i.acted_result`, whenIs(sql`i.shown_at`, period), whenIs(sql`i.resolved_at`, period),
    sql`case when ${inPeriod(sql`i.resolved_at`, period)} then date_trunc('month', i.resolved_at)::date end`, sql`case when ${closed} then d.status end`,
  ];
  // Of a deal that closed in the period: for how many ms the insight had been shown, and what a forecast said.
  const each = sql`concat_ws(':', d.number, case when ${closed} then (date_part('epoch', d.closed_at - i.shown_at) * 1000)::bigint end, case when ${closed} and i.type = 'forecast' then i.prediction->>'probability' end)`;
  const table = sql`insight i join (select id, status, closed_at, row_number() over (order by id) as number from deal) d on d.id = i.deal_id
    where i.shown_at is not null ${from ? sql`and (i.shown_at >= ${before ?? from} or i.resolved_at >= ${before ?? from} or (${closed}))` : sql``}`;
  return linesOf(await db(scope).$queryRaw(alike(fields, each, table)))
    .map(([type = '', prompt = '', provider = '', model, simulated, claim = '', own, acted, resolution = '', actedResult, shown, resolved, month, end, insights = '']) => {
      const about = insights.split(' ').map((insight) => insight.split(':'));
      return {
        type, prompt, provider, model: model || null, simulated: simulated === 'true', claim, own: own === 'true', acted: acted === 'true', resolution, actedResult: actedResult || null,
        shown: (shown || null) as When, resolved: (resolved || null) as When, month: month || null, end: (end || null) as InsightsAlike['end'],
        deals: about.map(([deal]) => Number(deal)), waited: about.map(([, ms]) => Number(ms)), chances: about.map(([, , chance]) => (chance ? Number(chance) : null)),
      };
    });
}

/** The answers of the period and the one before. With those by which somebody acted: ms from the insight's being seen to when somebody first said so. */
export async function answersAlike(scope: Scope, filter: Filter, period: Period): Promise<AnswersAlike[]> {
  const fields = [sql`kind`, sql`stars`, sql`shown`, whenIs(sql`updated_at`, period), whenIs(sql`acted_at`, period), sql`prompt_version`, sql`provider`, sql`win_model_version`];
  const each = sql`concat_ws(':', deal, case when acted_at is not null then insight end, (date_part('epoch', acted_at - seen_at) * 1000)::bigint)`;
  const table = sql`(
    select f.kind, f.stars, f.updated_at, i.shown_at is not null as shown, coalesce(i.shown_at, i.created_at) as seen_at, i.prompt_version, i.provider, i.win_model_version,
      dense_rank() over (order by i.deal_id) as deal, dense_rank() over (order by i.deal_id, i.id) as insight,
      case when f.acted_on is not null then coalesce((select min(at) from feedback_change where feedback_id = f.id and jsonb_typeof(answer->'actedOn') = 'object'), f.updated_at) end as acted_at
    from feedback f join insight i on i.id = f.insight_id ${inSight(scope)}
    where (f.kind is not null or f.stars is not null or f.acted_on is not null) ${period.from ? sql`and f.updated_at >= ${period.before ?? period.from}` : sql``} ${kept(filter)}) answers`;
  return linesOf(await db(scope).$queryRaw(alike(fields, each, table))).map(([kind, stars, shown, answered, acted, prompt = '', provider = '', model, answers = '']) => {
    const about = answers.split(' ').map((answer) => answer.split(':').map(Number));
    return {
      kind: kind || null, stars: stars ? Number(stars) : null, shown: shown === 'true', answered: (answered || null) as When, acted: (acted || null) as When, prompt, provider, model: model || null,
      deals: about.map(([deal]) => deal!), insights: about.map(([, insight]) => insight ?? 0), waited: about.map(([, , ms]) => ms ?? 0),
    };
  });
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
