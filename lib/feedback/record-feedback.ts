/** A person's or key's answer to an insight. Saying the same twice changes nothing; undo is saying what stood before. */
import { holdDeal } from '@/lib/deals/hold-deal';
import { armsInForce, PRESENTATION, SHOWN, viewerOf } from '@/lib/experiments/assign-deal';
import { recordMeasures } from '@/lib/experiments/record-measures';
import { arm, type Arm } from '@/lib/experiments/schema';
import { assessDeals } from '@/lib/models/assess-deals';
import { canonicalJson } from '@/lib/insights/context';
import { findVisibleInsight, markDisposition, type VisibleInsight } from '@/lib/insights/insight-disposition';
import { observeDeals } from '@/lib/outcomes/observe-deals';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { invalid } from '@/lib/server/errors';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { learnFrom } from '@/lib/updates/label-arrived';
import type { Feedback, FeedbackAnswer } from './schema';
import { markShown, ownAnswer, saveAnswer, signalled, standing, type AnswerRow, type StoredFeedback } from './store';

const DAY = 86_400_000;

/** When it was done: as they say (a day counts from its beginning, but nobody acts on what was not said yet), else when they first said so, else now. */
function actedAtOf(answer: FeedbackAnswer, before: StoredFeedback | null, insight: VisibleInsight, now: Date): Date | null {
  if (!answer.actedOn) return null;
  const said = insight.shownAt ?? insight.createdAt;
  const given = answer.actedOn.at === undefined ? (before?.actedAt ?? now) : new Date(answer.actedOn.at);
  const wrong = (message: string) => invalid(message, [{ path: 'body.actedOn.at', message: 'Choose another day' }]);
  // A day may have begun already where the person is.
  if (given.getTime() > now.getTime() + DAY) throw wrong('What was done lies in the past.');
  if (given.getTime() < insight.createdAt.getTime() - DAY) throw wrong('It was done before this was advised.');
  return new Date(Math.min(now.getTime(), Math.max(given.getTime(), said.getTime())));
}

function rowOf(answer: FeedbackAnswer, before: StoredFeedback | null, insight: VisibleInsight, now: Date): AnswerRow {
  const actedAt = actedAtOf(answer, before, insight, now);
  return {
    kind: answer.kind ?? null, accuracy: answer.accuracy ?? null, stars: answer.stars ?? null, text: answer.text || null,
    actedOn: answer.actedOn && actedAt ? { ...answer.actedOn, at: actedAt.toISOString() } : null, actedAt,
    dismissedAt: answer.dismissed ? (before?.dismissedAt ?? now) : null,
  };
}

/** Under which variants the insight was made, and shown to whoever answers: how it was shown to others says nothing of this answer. */
async function armsOfAnswer(scope: Scope, insight: VisibleInsight): Promise<Arm[]> {
  const all = arm.array().parse(insight.arms);
  if (!all.some(({ subject }) => subject === PRESENTATION)) return all;
  const own = new Set((await armsInForce(scope, { id: insight.dealId, accountId: insight.accountId }, SHOWN, viewerOf(scope))).arms.map(({ variantId }) => variantId));
  return all.filter(({ subject, variantId }) => subject !== PRESENTATION || own.has(variantId));
}

const same = (a: AnswerRow, b: StoredFeedback | null): boolean =>
  b !== null && a.kind === b.kind && a.accuracy === b.accuracy && a.stars === b.stars && a.text === b.text && canonicalJson(a.actedOn) === canonicalJson(b.actedOn) && (a.dismissedAt === null) === (b.dismissedAt === null);

export const toFeedback = (row: StoredFeedback, disposition: Feedback['disposition']): Feedback => ({
  insightId: row.insightId, kind: row.kind as Feedback['kind'], accuracy: row.accuracy as Feedback['accuracy'], stars: row.stars, text: row.text, actedOn: row.actedOn as Feedback['actedOn'],
  dismissed: row.dismissedAt !== null, disposition, updatedAt: row.updatedAt.toISOString(),
});

/** Stores the whole answer as it should stand; not_found when the insight is not there or its deal is not in sight. */
export const recordFeedback = (scope: Scope, insightId: string, answer: FeedbackAnswer): Promise<Feedback> => transaction(scope, async () => {
  const insight = await findVisibleInsight(scope, insightId);
  // Answers follow each other, and whoever closes the deal: two clicks at once are the first and the same again.
  await holdDeal(scope, insight.dealId);
  const before = await ownAnswer(scope, insightId);
  const now = new Date();
  const row = rowOf(answer, before, insight, now);
  if (same(row, before)) return toFeedback(before!, await standing(scope, insightId));
  const saved = await saveAnswer(scope, insightId, row, before ? [] : await armsOfAnswer(scope, insight));
  const disposition = await standing(scope, insightId);
  await markDisposition(scope, insight, disposition);
  // Who answers has read it, whether or not the page's signal arrived.
  if (insight.shownAt === null) await markShown(scope, [...((await signalled(scope, [insightId])) ?? [])], now);
  await audit(scope, { action: 'feedback.set', entityId: insightId, before: before && { kind: before.kind, accuracy: before.accuracy, stars: before.stars, text: before.text, actedOn: before.actedOn, dismissed: before.dismissedAt !== null }, after: answer });
  const acted = row.actedAt?.getTime() !== before?.actedAt?.getTime();
  // Told later that something had been done about it, or that nothing had: what is decided is judged anew.
  if (acted && insight.resolution !== 'pending') await observeDeals(scope, [insight.dealId], now, [insightId]);
  // What was done is a fact about the deal: the score looks again at once.
  if (row.actedOn && !before?.actedOn) await assessDeals(seeingAll(scope), [insight.dealId], 'action taken');
  await recordMeasures(scope, [insight.dealId], now);
  await learnFrom(scope, [insightId]);
  return toFeedback(saved, disposition);
});
