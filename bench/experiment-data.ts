/**
 * Real experiments put through the product (lib/experiments/testing/data-sets.ts): the figures that are known of hillstrom and cookie_cats, with the warning that
 * cookie_cats deserves, and every test of headlines of upworthy before week 201440.
 */
import { v7 as uuidv7 } from 'uuid';
import type { Results } from '@/lib/experiments/results-schema';
import { COOKIE_CATS, figuresOf, HILLSTROM, headlinesThroughTheProduct, headlineTests, missingData, throughTheProduct, type UnitData } from '@/lib/experiments/testing/data-sets';
import { db, transaction } from '@/lib/server/db/tenancy';
import { systemScope, type Scope } from '@/lib/server/scope';
import { notMeasurable, withFreshDatabase } from './database';
import { atMost, between, skipped, type Result } from './result';

const NOW = new Date('2026-05-01T12:00:00Z');

export async function* experimentData(): AsyncGenerator<Result> {
  const why = missingData();
  if (why) {
    yield skipped('hillstrom, cookie_cats and upworthy through the product', 'figures', null, why);
    return;
  }
  // Where there is PostgreSQL, there: the embedded database does the same, more slowly.
  yield* await withFreshDatabase(notMeasurable('postgres') === null ? 'postgres' : 'embedded', async () => {
    const scope = systemScope(uuidv7(), 'benchmark');
    await transaction(scope, () => db(scope).$executeRaw`insert into workspace (id, slug, name) values (${scope.workspaceId}::uuid, ${`bench-${scope.workspaceId}`}, 'Bench')`);
    return [...(await hillstrom(scope)), ...(await cookieCats(scope)), ...(await upworthy(scope))];
  });
}

/** Counts are shown to the last one. */
const exactly = (name: string, value: number, unit: string, known: number): Result => ({ ...between(name, value, unit, known, known), value });
const near = (name: string, value: number | null, known: number, digits: number): Result => between(name, Number((value ?? NaN).toFixed(digits)), 'p', known, known);
/** 0 is ok, 1 caution, 2 alert. */
const warning = (results: Results): number => ['ok', 'caution', 'alert'].indexOf(results.health.find(({ key }) => key === 'sample_ratio')!.level);

const counts = (what: string, { known, design }: UnitData, results: Results): Result[] => Object.entries(known.totals).flatMap(([metric, totals]) => design.variants.flatMap(({ key, name }) => [
  exactly(`${what}: ${metric} of ${name}`, figuresOf(results, metric, key).total!, 'units', totals[key]!),
  exactly('  of', figuresOf(results, metric, key).n, 'units', known.units[key]!),
]));

async function hillstrom(scope: Scope): Promise<Result[]> {
  const { results } = await throughTheProduct(scope, HILLSTROM, NOW);
  return [...counts('hillstrom', HILLSTROM, results), exactly('hillstrom: warning about the split (0 none, 1 caution, 2 alert)', warning(results), '', 0)];
}

async function cookieCats(scope: Scope): Promise<Result[]> {
  const started = performance.now();
  const { results } = await throughTheProduct(scope, COOKIE_CATS, NOW);
  const seconds = (performance.now() - started) / 1000;
  return [
    ...counts('cookie_cats', COOKIE_CATS, results),
    near('cookie_cats: back after a day, looked at once', figuresOf(results, 'retention_1', 'gate_40').fixed?.pValue ?? null, 0.074, 3),
    near('cookie_cats: back after a week, looked at once', figuresOf(results, 'retention_7', 'gate_40').fixed?.pValue ?? null, 0.0016, 4),
    near('cookie_cats: split as intended', results.sampleRatio.pValue, 0.009, 3),
    exactly('cookie_cats: warning about the split (0 none, 1 caution, 2 alert)', warning(results), '', 1),
    atMost('cookie_cats: a file of 90,189 rows read, folded and analysed', seconds, 's', null),
  ];
}

async function upworthy(scope: Scope): Promise<Result[]> {
  const { tests, tooLarge } = headlineTests();
  let [wrong, clicks, impressions, winners] = [0, 0, 0, 0];
  const seen = { sound: { tests: 0, headlines: 0, rates: 0, alerts: 0 }, doubted: { tests: 0, headlines: 0, rates: 0, alerts: 0 } };
  for (const test of tests) {
    const { results } = await headlinesThroughTheProduct(scope, test, NOW);
    const of = seen[test.doubted ? 'doubted' : 'sound'];
    of.tests++;
    if (warning(results) === 2) of.alerts++;
    if (results.verdict.kind === 'winner') winners++;
    test.headlines.forEach((headline, i) => {
      const { n, total, mean } = figuresOf(results, 'click', `headline-${i + 1}`);
      if (n !== headline.impressions || total !== headline.clicks) wrong++;
      clicks += total ?? 0;
      impressions += n;
      of.headlines++;
      of.rates += mean ?? 0;
    });
  }
  const headlines = seen.sound.headlines + seen.doubted.headlines;
  return [
    atMost(`upworthy: headlines of ${tests.length.toLocaleString('en-US')} tests with other counts than the file's${tooLarge > 0 ? ` (${tooLarge} test of more than 12 headlines left out)` : ''}`, wrong, `/${headlines}`, 0),
    between('upworthy: click rate of a headline in weeks that are not doubted', Math.round((seen.sound.rates / seen.sound.headlines) * 1000) / 1000, '', 0.015, 0.015),
    atMost('  all clicks of all impressions', clicks / impressions, '', null),
    atMost('upworthy: alerts about the split in those weeks', seen.sound.alerts, `/${seen.sound.tests}`, null),
    atMost('  in weeks whose randomisation is doubted', seen.doubted.alerts, `/${seen.doubted.tests}`, null),
    atMost('upworthy: tests with a winner that may be named', winners, `/${tests.length}`, null),
  ];
}
