/**
 * What a workspace had learnt by a past day: its norms, the record of its rules and actions, and the win model, from the deals that
 * had closed by then. Pure; made by the same functions as tonight's.
 */
import type { DealHistory } from '@/lib/deals/history';
import type { WinModel } from '@/lib/models/schema';
import { trainWinModel } from '@/lib/models/win-model';
import { computeActionStatistics, type ActionStatistics } from './action-statistics';
import { computeRuleStatistics, type RuleStatistics } from './rule-statistics';
import type { StoredRuleSettings } from './rules/apply';
import { computeNorms, type Norms } from './rules/norms';

/** `at`: nothing later is in it; epoch milliseconds. */
export type KnowledgeThen = { at: number; norms: Norms; rules: RuleStatistics; actions: ActionStatistics; model: WinModel };

/** Enough open deals to see what is known of open ones and not of closed ones. */
const OPEN_SAMPLE = 500;

/** `histories`: the workspace's deals, whenever they closed. */
export function knowledgeAsOf(histories: readonly DealHistory[], at: number, ruleSettings: StoredRuleSettings): KnowledgeThen {
  const closed = histories.filter((deal) => deal.outcome !== null && deal.closedAt !== null && deal.closedAt <= at);
  const open = histories.filter((deal) => deal.openedAt <= at && (deal.closedAt === null || deal.closedAt > at)).slice(0, OPEN_SAMPLE);
  return {
    at, norms: computeNorms(closed), rules: computeRuleStatistics(closed, ruleSettings), actions: computeActionStatistics(closed, ruleSettings),
    model: trainWinModel([...closed, ...open], { now: at, seed: `as of ${at}` }),
  };
}
