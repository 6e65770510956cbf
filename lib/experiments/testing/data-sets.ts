/**
 * Real experiments put through the product: hillstrom and cookie_cats with a row a unit, upworthy as counts. They are read from a folder that the
 * developer names (`WINLOOP_DATA`, else ../shared/data beside the project) and do not come with the project.
 */
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createGunzip, gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { Scope } from '@/lib/server/scope';
import { analyzeExperiment } from '../analyze-experiment';
import { createExperiment } from '../create-experiment';
import { importResults, recordCounts } from '../import-results';
import type { MetricResult, Results } from '../results-schema';
import type { ImportColumns, NewExperiment } from '../schema';
import { externalDesign } from './designs';

const FOLDER = process.env.WINLOOP_DATA ?? path.resolve(import.meta.dirname, '../../../../shared/data');
const FILES = { hillstrom: 'hillstrom/hillstrom.csv.gz', cookieCats: 'cookie_cats/cookie_cats.csv.gz', upworthy: 'upworthy/headlines.csv.gz' } as const;
const fileOf = (name: keyof typeof FILES): string => path.join(FOLDER, FILES[name]);

/** Why they cannot be read; null when they can. */
export const missingData = (): string | null => {
  const missing = Object.keys(FILES).filter((name) => !existsSync(fileOf(name as keyof typeof FILES)));
  return missing.length === 0 ? null : `${missing.join(', ')} not in ${FOLDER}: set WINLOOP_DATA`;
};

const variant = (key: string, name: string) => ({ key, name, payload: { kind: 'external' as const, value: name } });
const rate = (key: string, name: string, role: 'primary' | 'secondary' = 'secondary') => ({ key, name, kind: 'binomial' as const, role });

/** What the data's own notes say: units, and who did it, by variant. */
export type UnitData = { name: 'hillstrom' | 'cookieCats'; design: NewExperiment; columns: ImportColumns; known: { units: Record<string, number>; totals: Record<string, Record<string, number>> } };

export const HILLSTROM: UnitData = {
  name: 'hillstrom',
  design: externalDesign({
    name: 'E-mail for men’s or women’s goods', hypothesis: 'A mail brings customers back to the shop.', subject: { kind: 'external', what: 'message' },
    variants: [variant('none', 'No E-Mail'), variant('mens', 'Mens E-Mail'), variant('womens', 'Womens E-Mail')],
    metrics: [rate('visit', 'Visited', 'primary'), rate('conversion', 'Bought'), { key: 'spend', name: 'Spent', kind: 'revenue', role: 'secondary' }],
  }),
  columns: { variant: 'segment' },
  known: {
    units: { none: 21_306, mens: 21_307, womens: 21_387 },
    totals: { visit: { none: 2_262, mens: 3_894, womens: 3_238 }, conversion: { none: 122, mens: 267, womens: 189 } },
  },
};

export const COOKIE_CATS: UnitData = {
  name: 'cookieCats',
  design: externalDesign({
    name: 'First gate at level 30 or 40', hypothesis: 'A later gate lets players stay.', unit: 'user', subject: { kind: 'external', what: 'timing' },
    variants: [variant('gate_30', 'Gate at level 30'), variant('gate_40', 'Gate at level 40')],
    metrics: [rate('retention_1', 'Back after a day', 'primary'), rate('retention_7', 'Back after a week')],
  }),
  columns: { unit: 'userid', variant: 'version' },
  known: { units: { gate_30: 44_700, gate_40: 45_489 }, totals: { retention_1: { gate_30: 20_034, gate_40: 20_119 }, retention_7: { gate_30: 8_502, gate_40: 8_279 } } },
};

/** Designed, filled from the file and analysed, by the product's own use cases. */
export async function throughTheProduct(scope: Scope, { name, design, columns }: UnitData, now: Date): Promise<{ id: string; results: Results }> {
  const { id } = await createExperiment(scope, design, now);
  await importResults(scope, id, createReadStream(fileOf(name)).pipe(createGunzip()), columns, now);
  return { id, results: await analyzeExperiment(scope, id, now) };
}

export type Headline = { headline: string; impressions: number; clicks: number };
export type HeadlineTest = { id: string; week: string; /** Its week's randomisation is doubted. */ doubted: boolean; headlines: Headline[] };
/** More variants than an experiment may have: one test of 14 headlines. */
const MOST_VARIANTS = 12;

/** Tests of headlines before week 201440, in the order of the file. */
export function headlineTests(): { tests: HeadlineTest[]; tooLarge: number } {
  const rows: Record<string, string>[] = parse(gunzipSync(readFileSync(fileOf('upworthy'))), { columns: true });
  const tests = new Map<string, HeadlineTest>();
  for (const row of rows) {
    if (row.test_week_first! >= '201440') continue;
    const id = row.clickability_test_id!;
    const test = tests.get(id) ?? { id, week: row.test_week_first!, doubted: row.srm_window === '1', headlines: [] };
    test.headlines.push({ headline: row.headline!, impressions: Number(row.impressions), clicks: Number(row.clicks) });
    tests.set(id, test);
  }
  const fitting = [...tests.values()].filter(({ headlines }) => headlines.length <= MOST_VARIANTS);
  return { tests: fitting, tooLarge: tests.size - fitting.length };
}

export async function headlinesThroughTheProduct(scope: Scope, test: HeadlineTest, now: Date): Promise<{ id: string; results: Results }> {
  const design = externalDesign({
    name: `Headlines ${test.id}`, unit: 'message', subject: { kind: 'external', what: 'hook' },
    variants: test.headlines.map(({ headline }, i) => variant(`headline-${i + 1}`, `${i + 1}. ${headline}`.slice(0, 80).trim())),
    metrics: [rate('click', 'Clicked', 'primary')],
  });
  const { id } = await createExperiment(scope, design, now);
  await recordCounts(scope, id, { batchId: test.id, counts: test.headlines.map(({ impressions, clicks }, i) => ({ variant: `headline-${i + 1}`, metric: 'click', n: impressions, sum: clicks, segment: '' })) }, now);
  return { id, results: await analyzeExperiment(scope, id, now) };
}

/** Throws where an experiment has no such metric or variant. */
export function figuresOf(results: Results, metricKey: string, variantKey: string): MetricResult['variants'][number] {
  const found = results.metrics.find(({ key }) => key === metricKey)?.variants.find(({ key }) => key === variantKey);
  if (!found) throw new Error(`no ${metricKey} of ${variantKey}`);
  return found;
}
