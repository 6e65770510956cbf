/** Answers to insights in the database: one current row a person or key, every change kept. */
import { v7 as uuidv7 } from 'uuid';
import type { Arm } from '@/lib/experiments/schema';
import { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import { principalKey, type Scope } from '@/lib/server/scope';

export type StoredFeedback = Prisma.FeedbackGetPayload<object>;
export type AnswerRow = { kind: string | null; accuracy: string | null; stars: number | null; text: string | null; actedOn: object | null; actedAt: Date | null; dismissedAt: Date | null };

const jsonOrNull = (value: object | null) => value ?? Prisma.DbNull;

export const ownAnswer = (scope: Scope, insightId: string): Promise<StoredFeedback | null> =>
  db(scope).feedback.findFirst({ where: { insightId, principal: principalKey(scope) } });

export const ownAnswers = (scope: Scope, insightIds: readonly string[]): Promise<StoredFeedback[]> =>
  db(scope).feedback.findMany({ where: { insightId: { in: [...insightIds] }, principal: principalKey(scope) } });

/** Writes the answer; two at once leave one row. `arms` are those of the first answer and stay. */
export async function saveAnswer(scope: Scope, insightId: string, { actedOn, ...row }: AnswerRow, arms: readonly Arm[]): Promise<StoredFeedback> {
  const key = { insightId, principal: principalKey(scope) };
  const { workspaceId } = scope;
  const answer = { ...row, actedOn: jsonOrNull(actedOn) };
  const saved = await db(scope).feedback.upsert({ where: { insightId_principal: key }, create: { ...key, workspaceId, actorName: scope.principal.name, arms: arms as unknown as Prisma.InputJsonArray, ...answer }, update: answer });
  await db(scope).feedbackChange.createMany({ data: [{ workspaceId, feedbackId: saved.id, answer: { ...row, dismissedAt: row.dismissedAt?.toISOString() ?? null, actedAt: row.actedAt?.toISOString() ?? null, actedOn } as Prisma.InputJsonValue }] });
  return saved;
}

/** Whether anybody acted on or dismissed the insight. */
export async function standing(scope: Scope, insightId: string): Promise<'open' | 'acted_on' | 'dismissed'> {
  const [row] = await db(scope).$queryRaw<{ standing: 'open' | 'acted_on' | 'dismissed' }[]>`
    select case when bool_or(acted_on is not null) then 'acted_on' when bool_or(dismissed_at is not null) then 'dismissed' else 'open' end as standing from feedback where insight_id = ${insightId}::uuid`;
  return row?.standing ?? 'open';
}

/** Those of these insights that the caller may see and that are still undecided advice on an open deal; null when one of them is not there for them. */
export async function signalled(scope: Scope, insightIds: readonly string[]): Promise<Set<string> | null> {
  const rows = await db(scope).$queryRaw<{ id: string; counts: boolean }[]>`
    select i.id, i.resolution = 'pending' and d.status = 'open' as counts from insight i join deal d on d.id = i.deal_id
    where i.id = any(${insightIds}::uuid[]) and not exists (select 1 from holdout_assignment h where h.deal_id = i.deal_id and h.arm = 'held_out')`;
  return rows.length === insightIds.length ? new Set(rows.flatMap((row) => (row.counts ? [row.id] : []))) : null;
}

/** One row a day, person and kind, however often it happens. */
export async function saveSignals(scope: Scope, signals: readonly { insightId: string; kind: string }[], at: Date): Promise<void> {
  const rows = signals.map((signal) => ({ id: uuidv7(), ...signal }));
  await db(scope).$executeRaw`
    insert into insight_signal (id, workspace_id, insight_id, principal, kind, day, first_at, last_at)
    select id, ${scope.workspaceId}::uuid, "insightId", ${principalKey(scope)}, kind, ${at.toISOString().slice(0, 10)}::date, ${at}, ${at}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "insightId" uuid, kind text) order by "insightId", kind
    on conflict (insight_id, principal, kind, day) do update set last_at = excluded.last_at, times = insight_signal.times + 1`;
}

/** When it was first before somebody's eyes. */
export const markShown = (scope: Scope, insightIds: readonly string[], at: Date) =>
  db(scope).insight.updateMany({ where: { id: { in: [...insightIds] }, shownAt: null }, data: { shownAt: at } });
