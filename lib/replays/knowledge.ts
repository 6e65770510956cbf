/** What an analyst was able to know at a replay's cutoff: learnt anew from deals closed by then, with the rules' settings of today. */
import type { DealHistory } from '@/lib/deals/history';
import { computeActionStatistics, type ActionStatistics } from '@/lib/insights/action-statistics';
import { computeRuleStatistics, type RuleStatistics } from '@/lib/insights/rule-statistics';
import type { StoredRuleSettings } from '@/lib/insights/rules/apply';
import { computeNorms, type Norms } from '@/lib/insights/rules/norms';
import type { WinModel } from '@/lib/models/schema';
import { trainWinModel } from '@/lib/models/win-model';

export type Knowledge = { norms: Norms; rules: RuleStatistics; actions: ActionStatistics; ruleSettings: StoredRuleSettings; model: WinModel };

/** Pure. Nothing that happened after `cutoff` is looked at: the win model cuts open deals there, the rest sees closed ones only. */
export function knowledgeAt(cutoff: number, histories: readonly DealHistory[], ruleSettings: StoredRuleSettings): Knowledge {
  const closed = histories.filter(({ closedAt }) => closedAt !== null && closedAt <= cutoff);
  return {
    norms: computeNorms(closed), rules: computeRuleStatistics(closed, ruleSettings), actions: computeActionStatistics(closed, ruleSettings), ruleSettings,
    model: trainWinModel(histories.filter(({ openedAt }) => openedAt <= cutoff), { now: cutoff, seed: `replay:${cutoff}` }),
  };
}
