/** The four files of the sample CRM (Maven Analytics, public domain), with their dates moved to the present. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { DAY } from '@/lib/deals/history';
import { shiftQuarters } from './shift-quarters';

export const SAMPLE_FILES = { accounts: 'accounts.csv', products: 'products.csv', members: 'sales_teams.csv', deals: 'sales_pipeline.csv' } as const;
export type SampleEntity = keyof typeof SAMPLE_FILES;

const pipelineRow = z.looseObject({ opportunity_id: z.string(), deal_stage: z.string(), engage_date: z.string(), close_date: z.string() });
export type PipelineRow = z.infer<typeof pipelineRow>;

/** Bundled code has no folder of its own, so the root is that of the process. */
const folder = (): string => path.join(process.cwd(), 'prisma', 'sample');
export const readSampleFile = (entity: SampleEntity): Promise<string> => readFile(path.join(folder(), SAMPLE_FILES[entity]), 'utf8');

/** Rows of the pipeline with every date moved by the same number of quarters, the latest as near to `now` as that allows. Pure. */
export function shiftedPipeline(csv: string, now: number): PipelineRow[] {
  const rows = z.array(pipelineRow).parse(parse(csv, { columns: true }));
  const dates = rows.flatMap((row) => [row.engage_date, row.close_date]).filter(Boolean).map((date) => Date.parse(date));
  const shift = shiftQuarters(dates.reduce((last, date) => Math.max(last, date), -Infinity), now);
  const day = (time: number): string => new Date(time).toISOString().slice(0, 10);
  return rows.map((row) => {
    const closed = row.close_date ? shift(Date.parse(row.close_date)) : null;
    let engaged = row.engage_date ? shift(Date.parse(row.engage_date)) : null;
    // The first days of a longer quarter fall together in a shorter one; a deal that was open for a day stays so.
    if (engaged !== null && closed === engaged && row.engage_date < row.close_date) engaged -= DAY;
    return { ...row, engage_date: engaged === null ? '' : day(engaged), close_date: closed === null ? '' : day(closed) };
  });
}

/** The source states the revenue of accounts in millions of dollars; the importer reads whole ones. Pure. */
export function wholeRevenue(csv: string): string {
  const rows = z.array(z.looseObject({ revenue: z.string() })).parse(parse(csv, { columns: true }));
  return stringify(rows.map((row) => ({ ...row, revenue: row.revenue && String(Math.round(Number(row.revenue) * 1e6)) })), { header: true });
}

export const pipelineCsv = (rows: readonly PipelineRow[]): string => stringify([...rows], { header: true });
