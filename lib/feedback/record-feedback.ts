/** A person's or key's answer to an insight. Saying the same twice changes nothing; undo is saying what stood before. */
import { assessDeals } from '@/lib/models/assess-deals';
import { findVisibleInsight, markDisposition } from '@/lib/insights/insight-disposition';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { learnFrom } from '@/lib/updates/label-arrived';
import type { Feedback, FeedbackAnswer } from './schema';
import { ownAnswer, saveAnswer, standing, type AnswerRow, type StoredFeedback } from './store';

const rowOf = (answer: FeedbackAnswer, before: StoredFeedback | null): AnswerRow => ({
  kind: answer.kind ?? null, stars: answer.stars ?? null, text: answer.text || null, actedOn: answer.actedOn ?? null,
  dismissedAt: answer.dismissed ? (before?.dismissedAt ?? new Date()) : null,
});

const same = (a: AnswerRow, b: StoredFeedback | null): boolean =>
  b !== null && a.kind === b.kind && a.stars === b.stars && a.text === b.text && JSON.stringify(a.actedOn) === JSON.stringify(b.actedOn) && (a.dismissedAt === null) === (b.dismissedAt === null);

export const toFeedback = (row: StoredFeedback, disposition: Feedback['disposition']): Feedback => ({
  insightId: row.insightId, kind: row.kind as Feedback['kind'], stars: row.stars, text: row.text, actedOn: row.actedOn as Feedback['actedOn'],
  dismissed: row.dismissedAt !== null, disposition, updatedAt: row.updatedAt.toISOString(),
});

/** Stores the whole answer as it should stand; not_found when the insight is not there or its deal is not in sight. */
export const recordFeedback = (scope: Scope, insightId: string, answer: FeedbackAnswer): Promise<Feedback> => transaction(scope, async () => {
  const insight = await findVisibleInsight(scope, insightId);
  const before = await ownAnswer(scope, insightId);
  const row = rowOf(answer, before);
  if (same(row, before)) return toFeedback(before!, await standing(scope, insightId));
  const saved = await saveAnswer(scope, insightId, row);
  const disposition = await standing(scope, insightId);
  await markDisposition(scope, insight, disposition);
  await audit(scope, { action: 'feedback.set', entityId: insightId, before: before && { kind: before.kind, stars: before.stars, text: before.text, actedOn: before.actedOn, dismissed: before.dismissedAt !== null }, after: answer });
  // What was done is a fact about the deal: the score looks again at once.
  if (row.actedOn && !before?.actedOn) await assessDeals(seeingAll(scope), [insight.dealId], 'action taken');
  await learnFrom(scope, [insightId]);
  return toFeedback(saved, disposition);
});
