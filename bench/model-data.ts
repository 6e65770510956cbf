/**
 * The real data sets of the learners' benchmark, made into files with one row a record and the outcome as the last column: what was known in time, nothing
 * written after the fact (their notes say which columns are). Their folder is `WINLOOP_DATA`, else ../shared/data.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

const FOLDER = process.env.WINLOOP_DATA ?? path.resolve(import.meta.dirname, '../../shared/data');

type Row = Record<string, string>;
export const OUTCOME = 'outcome';
export const ORDER = 'order';

/** Best known of scikit-learn's three, from the notes: AUC and Brier score. */
export type Known = { auc: number; brier: number };
export type DataSet = { name: string; file: string; rows: () => Row[]; known: Known; /** Known of later rows, where there is an order. */ later?: Known; large: boolean; noSignal?: boolean };

const read = (file: string): Row[] => {
  const bytes = readFileSync(path.join(FOLDER, file));
  return parse(file.endsWith('.gz') ? gunzipSync(bytes) : bytes, { columns: true, bom: true }) as Row[];
};
const only = (row: Row, columns: readonly string[]): Row => Object.fromEntries(columns.map((column) => [column, row[column] ?? '']));
const without = (row: Row, columns: readonly string[]): Row => Object.fromEntries(Object.entries(row).filter(([column]) => !columns.includes(column)));

const IBM = [
  'Supplies Subgroup', 'Supplies Group', 'Region', 'Route To Market', 'Opportunity Amount USD', 'Client Size By Revenue', 'Client Size By Employee Count', 'Revenue From Client Past Two Years', 'Competitor Type', 'Deal Size Category',
];
const AFTER_THE_FACT = [
  'Prospect ID', 'Lead Number', 'Converted', 'Tags', 'Lead Quality', 'Lead Profile', 'Last Notable Activity', 'Asymmetrique Activity Index', 'Asymmetrique Profile Index', 'Asymmetrique Activity Score', 'Asymmetrique Profile Score',
];

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;
const daysToQuarterEnd = (day: string): number => {
  const date = new Date(day);
  return (Date.UTC(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / 3) * 3 + 3, 1) - date.getTime()) / 86_400_000;
};

function maven(withClosing: boolean): Row[] {
  const by = (file: string, key: string) => new Map(read(file).map((row) => [row[key]!, row]));
  const accounts = by('maven_crm/accounts.csv', 'account'), products = by('maven_crm/products.csv', 'product'), teams = by('maven_crm/sales_teams.csv', 'sales_agent');
  return read('maven_crm/sales_pipeline.csv').filter(({ deal_stage }) => deal_stage === 'Won' || deal_stage === 'Lost').map((deal) => {
    const product = deal.product === 'GTXPro' ? 'GTX Pro' : deal.product!;
    const account = accounts.get(deal.account!), team = teams.get(deal.sales_agent!);
    return {
      sales_agent: deal.sales_agent!, product, account: deal.account!, engage_month: deal.engage_date!.slice(5, 7), series: products.get(product)?.series ?? '', price: products.get(product)?.sales_price ?? '',
      sector: account?.sector ?? '', revenue: account?.revenue ?? '', employees: account?.employees ?? '', office: account?.office_location ?? '', founded: account?.year_established ?? '',
      manager: team?.manager ?? '', region: team?.regional_office ?? '',
      ...(withClosing ? { days_open: String(daysBetween(deal.engage_date!, deal.close_date!)), quarter_end: String(daysToQuarterEnd(deal.close_date!)), close_month: deal.close_date!.slice(5, 7) } : {}),
      [OUTCOME]: deal.deal_stage === 'Won' ? '1' : '0',
    };
  });
}

export const DATA_SETS: readonly DataSet[] = [
  { name: 'maven_crm at engagement', file: 'maven_crm/sales_pipeline.csv', rows: () => maven(false), known: { auc: 0.522, brier: 0.233 }, large: false, noSignal: true },
  { name: 'maven_crm with close timing', file: 'maven_crm/sales_pipeline.csv', rows: () => maven(true), known: { auc: 0.648, brier: 0.218 }, large: false },
  {
    name: 'x_education', file: 'x_education/leads.csv.gz', known: { auc: 0.904, brier: 0.122 }, later: { auc: 0.906, brier: 0.124 }, large: true,
    rows: () => read('x_education/leads.csv.gz').map((row) => ({ ...Object.fromEntries(Object.entries(without(row, AFTER_THE_FACT)).map(([k, v]) => [k, v === 'Select' ? '' : v])), [ORDER]: row['Lead Number']!, [OUTCOME]: row.Converted! })),
  },
  {
    name: 'ibm_win_loss', file: 'ibm_win_loss/sales-win-loss.csv.gz', known: { auc: 0.831, brier: 0.125 }, large: true,
    rows: () => read('ibm_win_loss/sales-win-loss.csv.gz').map((row) => ({ ...only(row, IBM), [OUTCOME]: row['Opportunity Result'] === 'Won' ? '1' : '0' })),
  },
];

/** Why a data set cannot be read; null when it can. */
export const missing = ({ file }: DataSet): string | null => (existsSync(path.join(FOLDER, file)) ? null : `${file} is not in ${FOLDER}: set WINLOOP_DATA`);

/** The data set as a CSV file's text. */
export const asCsv = (rows: readonly Row[]): string => stringify([...rows], { header: true });
