/** Puts a change before those who may approve it. Nothing changes by it. */
import { v7 as uuidv7 } from 'uuid';
import { notify } from '@/lib/notifications/notify';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/guard';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { changeHash } from './change-hash';
import { DECIDERS } from './deciders';
import { kindOf } from './kinds/catalogue';
import { proposal, type PlanChange, type PlanEvidence, type PlanStatus, type Proposal } from './schema';
import { expireOverdue, findOpen, findRejectedSince, insertItem, type StoredItem } from './store';

const DAY = 86_400_000;
/** A change that was rejected is not proposed again for so long, unless it rests on something new. */
export const REJECTED_DAYS = 30;

/**
 * Gives the item: a fresh one, or the open one of the same change, or the one in which it was rejected within the last 30 days on the same evidence.
 * Throws invalid or not_found for a change that makes no sense here, conflict when what it would change does not stand as it says.
 */
export const proposeItem = (scope: Scope, given: Proposal, now: Date = new Date()): Promise<{ id: string; fresh: boolean; status: PlanStatus }> => transaction(scope, async () => {
  const { expiresInDays, ...said } = parseInput(proposal, given);
  const asked = said as PlanChange;
  const kind = kindOf(asked);
  await kind.check(scope);
  const standing = await kind.standing(scope);
  if (standing.is !== 'before') throw conflict(`${standing.is === 'after' ? 'It is so already' : standing.words}: there is nothing to propose, or look again and propose it anew.`);

  await expireOverdue(scope, now);
  const hash = changeHash(asked);
  const rejected = await findRejectedSince(scope, hash, new Date(now.getTime() - REJECTED_DAYS * DAY));
  if (rejected && !restsOnNews(said.evidence, rejected)) return { id: rejected.id, fresh: false, status: 'rejected' };

  const id = uuidv7();
  const inserted = await insertItem(scope, {
    id, kind: said.kind, title: said.title, rationale: said.rationale, change: said.change, changeHash: hash, evidence: said.evidence,
    ...(said.expected ? { expected: said.expected } : {}), risk: said.risk, proposedBy: scope.principal.name,
    proposedById: scope.principal.kind === 'member' ? scope.principal.id : null, createdAt: now, expiresAt: new Date(now.getTime() + expiresInDays * DAY),
  });
  if (!inserted) {
    const open = await findOpen(scope, hash);
    if (!open) throw conflict('The same change was decided on at this very moment. Look at it under Plans.');
    return { id: open.id, fresh: false, status: open.status as PlanStatus };
  }
  await audit(scope, { action: 'plan_item.propose', entityId: id, after: { title: said.title, kind: said.kind, change: said.change } });
  await notify(seeingAll(scope), {
    kind: 'plan_waiting', severity: 'medium', title: `Waiting for approval: ${said.title}`, body: `Proposed by ${scope.principal.name}. ${said.rationale}`, path: `/plans/${id}`, dedupeKey: `plan:${id}:waiting`, to: { roles: DECIDERS },
  });
  return { id, fresh: true, status: 'proposed' };
});

const restsOnNews = (evidence: readonly PlanEvidence[], { evidence: before }: StoredItem): boolean => {
  const known = new Set((before as PlanEvidence[]).map(({ text }) => text));
  return evidence.some(({ text }) => !known.has(text));
};
