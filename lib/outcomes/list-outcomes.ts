import { getDeal } from '@/lib/deals/get-deal';
import { toMajor } from '@/lib/deals/money';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { OutcomeKind, OutcomeView } from './schema';
import { readOutcomes } from './store';

/** What became of a deal, oldest first; what does not count any more is left out. Throws not_found when the deal is not there or not in sight. */
export const listOutcomes = (scope: Scope, dealId: string): Promise<OutcomeView[]> => transaction(scope, async () => {
  await getDeal(scope, dealId);
  return outcomesOf(scope, dealId);
});

/** The same of a deal that the caller was shown already. */
export const outcomesOf = (scope: Scope, dealId: string): Promise<OutcomeView[]> => transaction(scope, async () => (await readOutcomes(scope, dealId)).map((row): OutcomeView => {
    const major = (minor: bigint | null) => (minor === null || row.currency === null ? null : toMajor(minor, row.currency));
    return {
      id: row.id, kind: row.kind as OutcomeKind, at: row.at.toISOString(), improvementDays: row.improvementDays,
      expectedAmount: major(row.expectedMinor), finalAmount: major(row.finalMinor), currency: row.currency, words: (row.detail as { words?: string }).words ?? '',
    };
  }));
