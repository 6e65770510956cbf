/** Answers to insights in the database: one current row a person or key, every change kept. */
import { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import { principalKey, type Scope } from '@/lib/server/scope';

export type StoredFeedback = Prisma.FeedbackGetPayload<object>;
export type AnswerRow = { kind: string | null; stars: number | null; text: string | null; actedOn: object | null; dismissedAt: Date | null };

const jsonOrNull = (value: object | null) => value ?? Prisma.DbNull;

export const ownAnswer = (scope: Scope, insightId: string): Promise<StoredFeedback | null> =>
  db(scope).feedback.findFirst({ where: { insightId, principal: principalKey(scope) } });

export const ownAnswers = (scope: Scope, insightIds: readonly string[]): Promise<StoredFeedback[]> =>
  db(scope).feedback.findMany({ where: { insightId: { in: [...insightIds] }, principal: principalKey(scope) } });

/** Writes the answer; two at once leave one row. */
export async function saveAnswer(scope: Scope, insightId: string, { actedOn, ...row }: AnswerRow): Promise<StoredFeedback> {
  const key = { insightId, principal: principalKey(scope) };
  const { workspaceId } = scope;
  await db(scope).feedback.createMany({ data: [{ ...key, workspaceId, actorName: scope.principal.name }], skipDuplicates: true });
  const saved = await db(scope).feedback.update({ where: { insightId_principal: key }, data: { ...row, actedOn: jsonOrNull(actedOn) } });
  await db(scope).feedbackChange.createMany({ data: [{ workspaceId, feedbackId: saved.id, answer: { ...row, dismissedAt: row.dismissedAt?.toISOString() ?? null, actedOn } as Prisma.InputJsonValue }] });
  return saved;
}

/** Whether anybody acted on or dismissed the insight. */
export async function standing(scope: Scope, insightId: string): Promise<'open' | 'acted_on' | 'dismissed'> {
  if ((await db(scope).feedback.count({ where: { insightId, actedOn: { not: Prisma.DbNull } } })) > 0) return 'acted_on';
  return (await db(scope).feedback.count({ where: { insightId, dismissedAt: { not: null } } })) > 0 ? 'dismissed' : 'open';
}
