/** The sample CRM exactly as published: no stage history, no close dates, no amounts before closing. For tests. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { DealHistory, StageMove } from '@/lib/deals/history';

const folder = path.join(import.meta.dirname, '../../../prisma/sample');
const read = <T>(file: string, row: z.ZodType<T>): T[] => z.array(row).parse(parse(readFileSync(path.join(folder, file)), { columns: true }));

const pipelineRow = z.object({
  opportunity_id: z.string(), sales_agent: z.string(), product: z.string(), account: z.string(),
  deal_stage: z.enum(['Prospecting', 'Engaging', 'Won', 'Lost']), engage_date: z.string(), close_date: z.string(), close_value: z.string(),
});
const accountRow = z.object({ account: z.string(), sector: z.string(), revenue: z.coerce.number(), employees: z.coerce.number(), office_location: z.string() });
const productRow = z.object({ product: z.string(), series: z.string(), sales_price: z.coerce.number() });

/** Deals that were engaged (8,300 of 8,800); a closing value becomes known at the closing and no earlier. */
export function mavenHistories(): DealHistory[] {
  const accounts = new Map(read('accounts.csv', accountRow).map((a) => [a.account, a]));
  const products = new Map(read('products.csv', productRow).map((p) => [p.product, p]));
  return read('sales_pipeline.csv', pipelineRow).filter((row) => row.engage_date !== '').map((row) => {
    const openedAt = Date.parse(row.engage_date);
    const closedAt = row.close_date === '' ? null : Date.parse(row.close_date);
    const account = accounts.get(row.account);
    const product = products.get(row.product === 'GTXPro' ? 'GTX Pro' : row.product);
    const value = row.close_value === '' ? null : Number(row.close_value);
    const stages: StageMove[] = [{ id: `${row.opportunity_id} 1`, at: openedAt, stageId: 'engaging', stageName: 'Engaging', position: 1, kind: 'open' }];
    const outcome = row.deal_stage === 'Won' ? 'won' : row.deal_stage === 'Lost' ? 'lost' : null;
    if (outcome && closedAt !== null) stages.push({ id: `${row.opportunity_id} 2`, at: closedAt, stageId: outcome, stageName: row.deal_stage, position: 2, kind: outcome });
    return {
      id: row.opportunity_id, name: row.opportunity_id, externalId: row.opportunity_id,
      account: account ? { id: account.account, name: account.account, industry: account.sector, employees: account.employees, revenue: account.revenue, country: account.office_location } : null,
      product: product ? { id: product.product, name: product.product, family: product.series, listPrice: product.sales_price } : null,
      ownerId: row.sales_agent, ownerName: row.sales_agent, teamId: null, leadSource: null,
      amount: value, discount: null, competitor: null, expectedCloseAt: null, openedAt, closedAt, outcome, stages,
      changes: value !== null && closedAt !== null ? [{ id: `${row.opportunity_id} 3`, at: closedAt, field: 'amount' as const, before: null, after: value }] : [],
      interactions: [], contacts: [],
    };
  });
}
