/**
 * What of a deal goes into its vector. Pure. Facts that repeat between deals (no name, no amount, no date), so that deals
 * alike in them share one vector. Stage, amount and timing are compared by structure instead (similarity.ts): the last
 * stage of a closed deal tells how it ended, and with the stage in it the vector of an open deal would lie among the open
 * ones, when those that closed are looked for.
 */
import { asOf, type DealAsOf, type DealHistory } from '@/lib/deals/history';
import type { EmbeddingInput } from '@/lib/llm/embed';

/** Ascending; a band holds what is below its limit. */
const EMPLOYEE_BANDS = [51, 201, 1_001, 5_001, Infinity];
const REVENUE_BANDS = [5e6, 50e6, 500e6, 5e9, Infinity];
const BAND_NAMES = ['1-50', '51-200', '201-1,000', '1,001-5,000', 'over 5,000'];

export type Company = { employees: number | null; revenue: number | null };

/** 0 (smallest) to 4, by headcount, or by revenue (major units) where that is not known; null when neither is. */
export function sizeBand(company: Company | null): number | null {
  if (company?.employees != null && company.employees > 0) return EMPLOYEE_BANDS.findIndex((limit) => company.employees! < limit);
  if (company?.revenue != null && company.revenue > 0) return REVENUE_BANDS.findIndex((limit) => company.revenue! < limit);
  return null;
}

const WEIGHTS = { product: 1.2, industry: 1, 'size band': 0.7, family: 0.6, 'lead source': 0.4, country: 0.4, team: 0.3 } as const;

const NOTES = 3;
const NOTES_CHARS = 2_000;

/** The latest notes, newest first. */
const latestNotes = (deal: Pick<DealAsOf, 'interactions'>): string =>
  deal.interactions.filter((i) => i.kind === 'note' && i.text?.trim()).slice(-NOTES).reverse()
    .map((i) => i.text!.trim()).join('\n').slice(0, NOTES_CHARS).toWellFormed();

export type Embeddable = Pick<DealAsOf, 'account' | 'product' | 'leadSource' | 'teamId' | 'interactions'>;

/** The input of a deal as known at a moment. */
export function embeddingInput(deal: Embeddable): EmbeddingInput {
  const band = sizeBand(deal.account);
  const values: Record<keyof typeof WEIGHTS, string | null | undefined> = {
    product: deal.product?.name,
    industry: deal.account?.industry,
    'size band': band === null ? null : BAND_NAMES[band],
    family: deal.product?.family,
    'lead source': deal.leadSource,
    country: deal.account?.country,
    team: deal.teamId,
  };
  const fields = (Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[]).flatMap((name) => {
    const value = values[name]?.trim().toWellFormed();
    return value ? [{ name, value, weight: WEIGHTS[name] }] : [];
  });
  return { fields, numbers: [], text: latestNotes(deal) };
}

/** The input of a deal as known at `now`; of a closed one as known when it closed. */
export const inputOfHistory = (history: DealHistory, now: number): EmbeddingInput =>
  embeddingInput(asOf(history, Math.max(history.openedAt, Math.min(now, history.closedAt ?? now))));
