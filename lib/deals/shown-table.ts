/** Deals as a table for a spreadsheet: the columns as they were chosen, plain values. Pure. */
import { COLUMN_WORDS } from './columns';
import type { DealColumn, DealRow } from './schema';

type Cell = string | number | null;
export type ShownTable = { head: string[]; rows: Cell[][] };

const day = (iso: string | null): string | null => iso?.slice(0, 10) ?? null;
const percent = (share: number | null): number | null => (share === null ? null : Math.round(share * 1000) / 10);

/** Some columns of the screen hold several values: each gets a column of its own here. */
const CELLS: Record<DealColumn, readonly (readonly [head: string, cell: (deal: DealRow) => Cell])[]> = {
  stage: [[COLUMN_WORDS.stage, (d) => d.stage.name], ['In stage since', (d) => day(d.stageEnteredAt)]],
  amount: [[COLUMN_WORDS.amount, (d) => d.amount], ['Currency', (d) => d.currency]],
  close: [[COLUMN_WORDS.close, (d) => day(d.closedAt ?? d.expectedCloseAt)], ['Times moved', (d) => d.slips]],
  probability: [['Chance to win, %', (d) => percent(d.probability)], ['Low, %', (d) => percent(d.low)], ['High, %', (d) => percent(d.high)]],
  week: [['A week ago, %', (d) => percent(d.weekAgo)]],
  why: [[COLUMN_WORDS.why, (d) => d.topReason]],
  owner: [[COLUMN_WORDS.owner, (d) => d.owner?.name ?? null]],
  product: [[COLUMN_WORDS.product, (d) => d.product?.name ?? null]],
  opened: [[COLUMN_WORDS.opened, (d) => day(d.openedAt)]],
  activity: [[COLUMN_WORDS.activity, (d) => day(d.lastActivityAt)]],
  source: [[COLUMN_WORDS.source, (d) => d.leadSource]],
};

export function shownTable(rows: readonly DealRow[], columns: readonly DealColumn[]): ShownTable {
  const cells = columns.flatMap((column) => CELLS[column]);
  return {
    head: ['Deal', 'Account', 'Status', ...cells.map(([head]) => head)],
    rows: rows.map((deal) => [deal.name, deal.account?.name ?? null, deal.status, ...cells.map(([, cell]) => cell(deal))]),
  };
}
