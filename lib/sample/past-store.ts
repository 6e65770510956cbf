/** What people of the sample did with past insights, written to the database; and who they are. */
import { v7 as uuidv7 } from 'uuid';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { Reaction } from '@/prisma/sample/answers';

export type Colleague = { id: string; name: string; teamId: string | null; role: string };
export const readPeople = (scope: Scope): Promise<Colleague[]> => db(scope).member.findMany({ where: { removedAt: null }, select: { id: true, name: true, teamId: true, role: true }, orderBy: { name: 'asc' } });

export type Reacted = { insightId: string; reaction: Reaction };
const time = (at: number | null): Date | null => (at === null ? null : new Date(at));

/** Five statements whatever the number. */
export async function writeReactions(scope: Scope, reacted: readonly Reacted[]): Promise<void> {
  const { workspaceId } = scope;
  const shown = reacted.flatMap(({ insightId, reaction }) => (reaction.shownAt === null ? [] : [{ id: insightId, at: new Date(reaction.shownAt), disposition: reaction.disposition }]));
  await db(scope).$executeRaw`
    update insight i set shown_at = r.at, disposition = r.disposition from jsonb_to_recordset(${JSON.stringify(shown)}::jsonb) as r(id uuid, at timestamptz, disposition text) where i.id = r.id`;
  const signals = reacted.flatMap(({ insightId, reaction }) => reaction.signals.map(({ person, kind, at }) => ({ id: uuidv7({ msecs: at }), insightId, principal: `member:${person.id}`, kind, at: new Date(at) })));
  await db(scope).$executeRaw`
    insert into insight_signal (id, workspace_id, insight_id, principal, kind, day, first_at, last_at, simulated)
    select id, ${workspaceId}::uuid, "insightId", principal, kind, (at at time zone 'UTC')::date, at, at, true
    from jsonb_to_recordset(${JSON.stringify(signals)}::jsonb) as r(id uuid, "insightId" uuid, principal text, kind text, at timestamptz) on conflict do nothing`;
  const answers = reacted.flatMap(({ insightId, reaction }) => reaction.answers.map(({ person, at, actedAt, dismissedAt, ...said }) => ({
    ...said, id: uuidv7({ msecs: at }), changeId: uuidv7({ msecs: at }), insightId, principal: `member:${person.id}`, actorName: person.name, at: new Date(at), actedAt: time(actedAt), dismissedAt: time(dismissedAt),
  })));
  await db(scope).$executeRaw`
    insert into feedback (id, workspace_id, insight_id, principal, actor_name, kind, stars, accuracy, text, acted_on, acted_at, dismissed_at, created_at, updated_at)
    select id, ${workspaceId}::uuid, "insightId", principal, "actorName", kind, stars, accuracy, text, nullif("actedOn", 'null'::jsonb), "actedAt", "dismissedAt", at, at
    from jsonb_to_recordset(${JSON.stringify(answers)}::jsonb) as r(id uuid, "insightId" uuid, principal text, "actorName" text, kind text, stars int, accuracy text, text text, "actedOn" jsonb,
      "actedAt" timestamptz, "dismissedAt" timestamptz, at timestamptz)`;
  const changes = answers.map(({ changeId, id, at, kind, stars, accuracy, text, actedOn, actedAt, dismissedAt }) => ({ id: changeId, feedbackId: id, at, answer: { kind, stars, accuracy, text, actedOn, actedAt, dismissedAt } }));
  await db(scope).$executeRaw`
    insert into feedback_change (id, workspace_id, feedback_id, at, answer) select id, ${workspaceId}::uuid, "feedbackId", at, answer
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as r(id uuid, "feedbackId" uuid, at timestamptz, answer jsonb)`;
}

/** As the product does when advice is first asked for: nothing is held out in the sample, so all are shown, undrawn. */
export async function writeArms(scope: Scope, rows: readonly { dealId: string; ownerId: string | null; at: number }[]): Promise<void> {
  await db(scope).holdoutAssignment.createMany({ data: rows.map(({ at, ...row }) => ({ ...row, workspaceId: scope.workspaceId, arm: 'shown', share: 0, assignedAt: new Date(at) })), skipDuplicates: true });
}

/** Only those of deals whose advice is made up again: nobody asked for it. */
export const clearArms = (scope: Scope) => db(scope).$executeRaw`
  delete from holdout_assignment h where h.share = 0 and exists (select 1 from insight i where i.deal_id = h.deal_id and i.simulated)
    and not exists (select 1 from insight i where i.deal_id = h.deal_id and not i.simulated)`;
