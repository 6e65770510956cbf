/**
 * How alike two deals are by structure, graded, and why in words. Pure. Each feature is compared where the deal looked at
 * has it; a candidate that lacks it scores nothing there.
 */
import type { DealAsOf } from '@/lib/deals/history';
import { sizeBand, type Company } from './deal-input';

/** The facts that are compared. `stage` and `amount` of a past deal are those it had when it was as old as the deal looked at. */
export type Structure = {
  product: string | null; family: string | null; industry: string | null; country: string | null; leadSource: string | null; teamId: string | null;
  company: Company | null;
  /** Position among the stages; null when not known, or when it had closed by that age. */
  stagePosition: number | null;
  /** Major units of the workspace's currency; zero counts as not known. */
  amount: number | null;
};

export const structureOf = (deal: DealAsOf): Structure => ({
  product: deal.product?.name ?? null, family: deal.product?.family ?? null,
  industry: deal.account?.industry ?? null, country: deal.account?.country ?? null, leadSource: deal.leadSource, teamId: deal.teamId,
  company: deal.account, stagePosition: deal.stage?.position ?? null, amount: deal.amount,
});

/** Closeness 0..1 and its reason, or null when the deal looked at does not have the feature. */
type Compared = { score: number; reason: string | null } | null;
type Feature = { weight: number; compare(deal: Structure, past: Structure): Compared };

const NONE: Compared = { score: 0, reason: null };
const same = (field: 'industry' | 'country' | 'leadSource' | 'teamId', reason: string) => (deal: Structure, past: Structure): Compared =>
  deal[field] === null ? null : deal[field] === past[field] ? { score: 1, reason } : NONE;

/** Twice or half the amount is 0.61 near. */
const AMOUNT_WIDTH = Math.LN2;
const NEAR_AMOUNT = 0.6;

const FEATURES: readonly Feature[] = [
  {
    weight: 3,
    compare: (deal, past) => {
      if (deal.product === null) return null;
      if (deal.product === past.product) return { score: 1, reason: 'same product' };
      return deal.family !== null && deal.family === past.family ? { score: 0.5, reason: 'same product family' } : NONE;
    },
  },
  { weight: 2, compare: same('industry', 'same industry') },
  {
    weight: 2,
    compare: (deal, past) => {
      const [band, other] = [sizeBand(deal.company), sizeBand(past.company)];
      if (band === null) return null;
      if (other === null || Math.abs(band - other) > 1) return NONE;
      return band === other ? { score: 1, reason: 'same size band' } : { score: 0.5, reason: null };
    },
  },
  {
    weight: 2,
    compare: (deal, past) => {
      if (deal.amount === null || deal.amount <= 0) return null;
      if (past.amount === null || past.amount <= 0) return NONE;
      const score = Math.exp(-0.5 * (Math.log(past.amount / deal.amount) / AMOUNT_WIDTH) ** 2);
      return { score, reason: score >= NEAR_AMOUNT ? 'near in amount' : null };
    },
  },
  {
    weight: 2,
    compare: (deal, past) => {
      if (deal.stagePosition === null) return null;
      if (past.stagePosition === null || Math.abs(deal.stagePosition - past.stagePosition) > 1) return NONE;
      return deal.stagePosition === past.stagePosition ? { score: 1, reason: 'same stage when it was that old' } : { score: 0.5, reason: null };
    },
  },
  { weight: 1, compare: same('leadSource', 'same lead source') },
  { weight: 1, compare: same('country', 'same country') },
  { weight: 0.5, compare: same('teamId', 'same team') },
];

/** Weighted closeness 0..1 over the features that the deal has (null when it has none), and the reasons, heaviest first. */
export function compareStructure(deal: Structure, past: Structure): { score: number | null; reasons: string[] } {
  let total = 0;
  let sum = 0;
  const reasons: { reason: string; weight: number }[] = [];
  for (const { weight, compare } of FEATURES) {
    const compared = compare(deal, past);
    if (compared === null) continue;
    total += weight;
    sum += weight * compared.score;
    if (compared.reason !== null) reasons.push({ reason: compared.reason, weight: weight * compared.score });
  }
  return { score: total === 0 ? null : sum / total, reasons: reasons.sort((a, b) => b.weight - a.weight).map((r) => r.reason) };
}

/** Vector and structure together, 0..1, to six digits (so that the last bits of two databases cannot reorder deals). */
export function blend(cosine: number, structure: number | null): number {
  const near = Math.min(1, Math.max(0, cosine));
  return Math.round((structure === null ? near : (near + structure) / 2) * 1e6) / 1e6;
}
