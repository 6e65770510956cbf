/**
 * What is usual in a workspace, from its closed deals: the measure that a deal's present state is held against. Pure;
 * the result is plain JSON, stored per workspace and refreshed nightly. Durations in days.
 */
import { DAY, type DealHistory } from '@/lib/deals/history';
import { isActivity } from '@/lib/insights/rules/conversation';
import { distributionOf, type Distribution } from '@/lib/insights/rules/distribution';
import { hasText } from '@/lib/insights/rules/price-words';

/** Kinds of facts that a workspace may or may not record. */
export const RECORDABLE = ['interactions', 'texts', 'contacts', 'closeDate', 'amount', 'discount', 'competitor'] as const;
export type Recordable = (typeof RECORDABLE)[number];

export type Norms = {
  closedDeals: number;
  wonDeals: number;
  /** Days that won deals spent in a stage at one go, by stage id. */
  daysInStage: Record<string, Distribution>;
  /** Days from opening to winning. */
  daysToWin: Distribution;
  /** Days between two successive interactions of won deals. */
  activityGap: Distribution;
  /** Contacts on won deals at the end. */
  contacts: Distribution;
  /** Discount (fraction of list price) of won deals that record one. */
  discount: Distribution;
  /** Share of closed deals that have at least one fact of the kind. */
  recorded: Record<Recordable, number>;
};

/** Below this many past deals a distribution is not called a norm. */
export const ENOUGH = 10;

const has: Record<Recordable, (deal: Pick<DealHistory, 'interactions' | 'contacts' | 'expectedCloseAt' | 'amount' | 'discount' | 'competitor'>) => boolean> = {
  interactions: (d) => d.interactions.some(isActivity),
  texts: (d) => d.interactions.some(hasText),
  contacts: (d) => d.contacts.length > 0,
  closeDate: (d) => d.expectedCloseAt !== null,
  amount: (d) => d.amount !== null,
  discount: (d) => d.discount !== null,
  competitor: (d) => d.competitor !== null,
};

/** Norms of the closed deals among `histories`; open ones are ignored. */
export function computeNorms(histories: readonly DealHistory[]): Norms {
  const closed = histories.filter((h) => h.outcome !== null && h.closedAt !== null);
  const won = closed.filter((h) => h.outcome === 'won');
  const stays = new Map<string, number[]>();
  const gaps: number[] = [];
  for (const deal of won) {
    deal.stages.forEach((move, i) => {
      if (move.kind !== 'open') return;
      const until = deal.stages[i + 1]?.at ?? deal.closedAt ?? move.at;
      const list = stays.get(move.stageId) ?? [];
      list.push(Math.max(0, until - move.at) / DAY);
      stays.set(move.stageId, list);
    });
    let previous: number | null = null;
    for (const i of deal.interactions) {
      if (!isActivity(i)) continue;
      if (previous !== null) gaps.push((i.at - previous) / DAY);
      previous = i.at;
    }
  }
  const share = (kind: Recordable) => (closed.length === 0 ? 0 : closed.filter(has[kind]).length / closed.length);
  return {
    closedDeals: closed.length,
    wonDeals: won.length,
    daysInStage: Object.fromEntries([...stays].map(([id, values]) => [id, distributionOf(values)])),
    daysToWin: distributionOf(won.map((h) => ((h.closedAt ?? h.openedAt) - h.openedAt) / DAY)),
    activityGap: distributionOf(gaps),
    contacts: distributionOf(won.map((h) => h.contacts.length)),
    discount: distributionOf(won.flatMap((h) => (h.discount === null ? [] : [h.discount]))),
    recorded: Object.fromEntries(RECORDABLE.map((kind) => [kind, share(kind)])) as Record<Recordable, number>,
  };
}

/**
 * Can the absence of such a fact mean anything? Yes when this deal records the kind, when past deals do, or when there are
 * too few past deals to tell. A workspace that never logs a call must not be told that every deal went silent.
 */
export const isRecorded = (kind: Recordable, deal: Parameters<(typeof has)[Recordable]>[0], norms: Norms): boolean =>
  norms.closedDeals < ENOUGH || norms.recorded[kind] >= 0.1 || has[kind](deal);
