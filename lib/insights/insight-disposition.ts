/** An insight the caller may answer, and what became of it. */
import { transaction } from '@/lib/server/db/tenancy';
import { notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import type { Disposition } from './schema';
import { findAnswerable, setDisposition, type AnswerableInsight } from './store';

export type VisibleInsight = AnswerableInsight;

/** Throws not_found unless the insight is there, its deal in sight and not held out. */
export const findVisibleInsight = (scope: Scope, id: string): Promise<VisibleInsight> => transaction(scope, async () => {
  const insight = await findAnswerable(scope, id);
  if (!insight) throw notFound('insight');
  return insight;
});

export const markDisposition = (scope: Scope, insight: VisibleInsight, disposition: Disposition): Promise<void> => transaction(scope, async () => {
  if (insight.disposition !== disposition) await setDisposition(scope, insight.id, disposition);
});
