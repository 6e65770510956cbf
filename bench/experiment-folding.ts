/**
 * Folding: outcomes that were reported of an experiment are counted through the product's own use case, rows a second, and the sums that come of it are
 * those of the rows counted directly. Some are of nobody, too early, or too late, as in life. Then its analysis, from the sums.
 */
import { v7 as uuidv7 } from 'uuid';
import { analyzeExperiment } from '@/lib/experiments/analyze-experiment';
import { createExperiment } from '@/lib/experiments/create-experiment';
import { foldAll } from '@/lib/experiments/fold-outcomes';
import { newExperiment } from '@/lib/experiments/schema';
import { startExperiment } from '@/lib/experiments/start-experiment';
import { gatherStatistics } from '@/lib/server/db/gather-statistics';
import { db, transaction } from '@/lib/server/db/tenancy';
import { systemScope, type Scope } from '@/lib/server/scope';
import { DATABASES, notMeasurable, withFreshDatabase, type DatabaseKind } from './database';
import { atLeast, atMost, p95OfFive, skipped, type Result } from './result';

const SIZES: Record<DatabaseKind, { outcomes: number; budget: number | null }> = { embedded: { outcomes: 200_000, budget: null }, postgres: { outcomes: 1_000_000, budget: 20_000 } };
const ANALYSIS_BUDGET = 1000;
const STARTED = new Date('2026-03-01T08:00:00Z');
const ENDED = new Date('2026-06-01T08:00:00Z');

export async function* experimentFolding(): AsyncGenerator<Result> {
  for (const kind of DATABASES) {
    const { outcomes, budget } = SIZES[kind];
    const name = `outcomes folded, ${outcomes.toLocaleString('en-US')} of ${(outcomes / 5).toLocaleString('en-US')} units, ${kind}`;
    const why = notMeasurable(kind);
    if (why) yield skipped(name, '/s', budget, why);
    else yield* await withFreshDatabase(kind, () => measure(name, outcomes, budget));
  }
}

async function measure(name: string, outcomes: number, budget: number | null): Promise<Result[]> {
  const scope = systemScope(uuidv7(), 'benchmark');
  const id = await running(scope);
  await fill(scope, id, outcomes);
  await gatherStatistics();
  const started = performance.now();
  const folded = await foldAll(scope, id);
  const rate = Math.round(outcomes / ((performance.now() - started) / 1000));
  if (folded.outcomes !== outcomes) throw new Error(`${folded.outcomes} of ${outcomes} were folded`);
  return [
    budget === null ? atMost(name, rate, '/s', null) : atLeast(name, rate, '/s', budget),
    atMost('  sums that are not those of the rows counted directly', await wrongSums(scope, id), 'sums', 0),
    atMost('  its analysis', await analysis(scope, id), 'ms', budget === null ? null : ANALYSIS_BUDGET),
  ];
}

const analysis = (scope: Scope, id: string): Promise<number> => p95OfFive([id, id, id], async () => {
  const { units, metrics } = await analyzeExperiment(scope, id, ENDED);
  if (units === 0 || metrics.some(({ variants }) => variants.some(({ mean }) => mean === null))) throw new Error('the analysis says nothing');
});

/** Two halves, a rate within two weeks, and money with a cap and a past. */
async function running(scope: Scope): Promise<string> {
  await transaction(scope, () => db(scope).$executeRaw`insert into workspace (id, slug, name) values (${scope.workspaceId}::uuid, ${`bench-${scope.workspaceId}`}, 'Bench')`);
  const { id } = await createExperiment(scope, newExperiment.parse({
    name: 'A million outcomes', type: 'AB_TEST', allocation: 'EQUAL', unit: 'contact', subject: { kind: 'external', what: 'message' },
    variants: [{ key: 'control', name: 'Control', payload: { kind: 'external' } }, { key: 'new', name: 'New', payload: { kind: 'external' } }],
    metrics: [
      { key: 'replied', name: 'Replied', kind: 'binomial', role: 'primary', windowDays: 14 },
      { key: 'spend', name: 'Spend', kind: 'revenue', role: 'secondary', cap: 500, adjusted: true },
    ],
  }), STARTED);
  await startExperiment(scope, id, STARTED);
  return id;
}

/** Five outcomes a unit, the units exposed over thirty days; one outcome in fifty is of a unit that nobody assigned. */
async function fill(scope: Scope, id: string, outcomes: number): Promise<void> {
  const units = outcomes / 5;
  await transaction(scope, async () => {
    await db(scope).$executeRaw`
      insert into assignment (experiment_id, workspace_id, unit_id, variant_id, segment, pre, epoch, exposed_at)
      select ${id}::uuid, ${scope.workspaceId}::uuid, 'contact-' || i, v.id, (array['north', 'south', 'east'])[1 + i % 3], jsonb_build_object('spend', i % 97), 0, ${STARTED}::timestamptz + (i % 30) * interval '1 day'
      from generate_series(1, ${units}::int) i join variant v on v.experiment_id = ${id}::uuid and v.position = hashint4(i) & 1`;
    await db(scope).$executeRaw`
      insert into experiment_outcome (experiment_id, workspace_id, metric, outcome_id, unit_id, value, denominator, occurred_at, received_at)
      select ${id}::uuid, ${scope.workspaceId}::uuid, case when i % 5 < 2 then 'replied' else 'spend' end, 'outcome-' || i, case when i % 50 = 49 then 'stranger-' else 'contact-' end || 1 + (i::bigint * 7919) % ${units}::int,
        case when i % 5 < 2 then (i % 7 < 2)::int else i % 251 end, 0, at, at
      from generate_series(0, ${outcomes - 1}::int) i
      cross join lateral (select ${STARTED}::timestamptz + ((i::bigint * 7919) % ${units}::int + 1) % 30 * interval '1 day' + (i % 23 - 1) * interval '18 hours' as at) t`;
  });
}

/** Cohorts whose sums are not what a single statement over all rows finds. */
async function wrongSums(scope: Scope, id: string): Promise<number> {
  const [row] = await transaction(scope, async () => {
    // Tables that were filled a minute ago: without being told, the planner may compare each row with each.
    await db(scope).$queryRaw`select set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true)`;
    return db(scope).$queryRaw<{ wrong: number; cohorts: number }[]>`
    with totals as (
      select a.variant_id, a.segment, (a.exposed_at at time zone 'UTC')::date as day, m.key as metric, (a.pre ->> m.key)::float8 as pre,
        case m.key when 'replied' then (coalesce(sum(o.value), 0) > 0)::int else least(coalesce(sum(o.value), 0), 500) end as y
      from assignment a cross join (values ('replied', interval '14 days'), ('spend', null)) m(key, days)
      left join experiment_outcome o on o.experiment_id = a.experiment_id and o.metric = m.key and o.unit_id = a.unit_id and o.occurred_at >= a.exposed_at and (m.days is null or o.occurred_at <= a.exposed_at + m.days)
      where a.experiment_id = ${id}::uuid group by a.unit_id, a.variant_id, a.segment, a.exposed_at, m.key, a.pre),
    direct as (select metric, variant_id, day, segment, count(*) as n, sum(y) as sum, sum(y * y) as squares, coalesce(sum(pre), 0) as pre, coalesce(sum(y * pre), 0) as crossed from totals group by 1, 2, 3, 4)
    select count(*)::int as cohorts, (count(*) filter (where d.n is distinct from c.n or abs(d.sum - c.sum) > 1e-6 or abs(d.squares - c.sum_squares) > 1e-6 or d.pre is distinct from c.pre_sum or abs(d.crossed - c.pre_cross) > 1e-6))::int as wrong
    from direct d full join experiment_cohort c on c.experiment_id = ${id}::uuid and c.metric = d.metric and c.variant_id = d.variant_id and c.day = d.day and c.segment = d.segment`;
  });
  if (!row || row.cohorts < 100) throw new Error('nothing was folded');
  return row.wrong;
}
