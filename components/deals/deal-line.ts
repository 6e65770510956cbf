/** One line of the deals table: only what is shown, because every line travels to the browser. Pure. */
import { toMinor } from '@/lib/deals/money';
import type { Deal, DealRow } from '@/lib/deals/schema';

export type DealLine = Pick<DealRow, 'id' | 'name' | 'status' | 'stageEnteredAt' | 'expectedCloseAt' | 'closedAt' | 'slips' | 'probability' | 'low' | 'high' | 'weekAgo' | 'topReason' | 'attention' | 'currency' | 'openedAt' | 'lastActivityAt' | 'leadSource'> & {
  product: string | null;
  account: string | null; owner: string | null; stage: string;
  /** Median days of won deals in its stage; null for closed deals and where too few went through. */
  usual: number | null;
  /** In minor units, to the whole unit: cents tell nobody anything in a list. */
  amountMinor: number | null;
  /** Of the fields shown, those that are simulated. */
  simulatedFields: string[];
};

const SHOWN = new Set(['amount', 'expectedCloseAt']);
const thousandth = (share: number | null) => (share === null ? null : Math.round(share * 1000) / 1000);

export const toLine = (deal: Deal & { weekAgo?: number | null }, usual: Readonly<Record<string, number>>): DealLine => ({
  id: deal.id, name: deal.name, status: deal.status, stageEnteredAt: deal.stageEnteredAt, expectedCloseAt: deal.expectedCloseAt, closedAt: deal.closedAt, slips: deal.slips,
  probability: thousandth(deal.probability), low: thousandth(deal.low), high: thousandth(deal.high), weekAgo: thousandth(deal.weekAgo ?? null),
  topReason: deal.topReason, attention: deal.attention, currency: deal.currency, openedAt: deal.openedAt, lastActivityAt: deal.lastActivityAt, leadSource: deal.leadSource,
  product: deal.product?.name ?? null,
  account: deal.account?.name ?? null, owner: deal.owner?.name ?? null, stage: deal.stage.name,
  usual: deal.status === 'open' ? (usual[deal.stage.id] ?? null) : null,
  amountMinor: deal.amount === null ? null : Number(toMinor(Math.round(deal.amount), deal.currency)),
  simulatedFields: deal.simulatedFields.filter((field) => SHOWN.has(field)),
});
