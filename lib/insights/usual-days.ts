/** How long won deals usually stay in each stage here: what "23 days in this stage" is held against. */
import { ENOUGH, type Norms } from './rules/norms';
import { quantileOf } from './rules/distribution';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { workspaceStatistics } from './workspace-statistics';

/** Median days by stage id; a stage that fewer than `ENOUGH` won deals went through has no usual. */
export type UsualDays = Readonly<Record<string, number>>;

export function usualDays({ daysInStage }: Pick<Norms, 'daysInStage'>): UsualDays {
  const usual: Record<string, number> = {};
  for (const [stageId, stays] of Object.entries(daysInStage)) {
    const median = stays.n >= ENOUGH ? quantileOf(stays, 0.5) : null;
    if (median !== null) usual[stageId] = median;
  }
  return usual;
}

export const usualDaysInStages = (scope: Scope): Promise<UsualDays> => transaction(scope, async () => usualDays((await workspaceStatistics(scope)).norms));
