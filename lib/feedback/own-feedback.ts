import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { toFeedback } from './record-feedback';
import type { Feedback } from './schema';
import { ownAnswers } from './store';

/** The caller's own answers to these insights, by insight id. */
export const ownFeedback = (scope: Scope, insights: readonly { id: string; disposition: Feedback['disposition'] }[]): Promise<Map<string, Feedback>> => transaction(scope, async () => {
  const standing = new Map(insights.map((i) => [i.id, i.disposition]));
  const rows = await ownAnswers(scope, [...standing.keys()]);
  return new Map(rows.map((row) => [row.insightId, toFeedback(row, standing.get(row.insightId) ?? 'open')]));
});
