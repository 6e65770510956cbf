/** Plan items as a reviewer reads them. */
import { transaction } from '@/lib/server/db/tenancy';
import { cursorPage, decodeCursor } from '@/lib/server/cursor';
import { notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { changeOf } from './apply-item';
import { kindOf } from './kinds/catalogue';
import { DECIDERS, memberBehind } from './deciders';
import { trackRecord, type TrackRecord } from './measured';
import type { ExpectedEffect, MeasuredEffect, PlanEvidence, PlanFilter, PlanItem, PlanStatus } from './schema';
import { countProposed, dealsInSight, findDecided, findItem, findJudged, findPage, findWaiting, somebodyElse, type StoredItem } from './store';

const DECIDED = 100;

export const listItems = (scope: Scope, tab: 'waiting' | 'decided', now: Date = new Date()): Promise<PlanItem[]> => transaction(scope, async () =>
  shown(scope, tab === 'waiting' ? await findWaiting(scope, now) : await findDecided(scope, now, DECIDED), now));

/** REST: newest first, `cursor` is the item after which to go on. */
export const pageOfItems = (scope: Scope, filter: PlanFilter, cursor: string | null, limit: number, now: Date = new Date()): Promise<{ data: PlanItem[]; nextCursor: string | null }> => transaction(scope, async () => {
  const { data, nextCursor } = cursorPage(await findPage(scope, filter, decodeCursor(cursor), limit + 1, now), limit);
  return { data: await shown(scope, data, now), nextCursor };
});

/** Throws not_found. */
export const getItem = (scope: Scope, id: string, now: Date = new Date()): Promise<PlanItem> => transaction(scope, async () => {
  const item = await findItem(scope, id);
  if (!item) throw notFound('proposed change');
  return (await shown(scope, [item], now))[0]!;
});

/** How many changes wait for a decision: for the navigation. */
export const countWaiting = (scope: Scope, now: Date = new Date()): Promise<number> => transaction(scope, () => countProposed(scope, now));

/** How often the effect that was measured lay in the interval that was expected. */
export const plannersRecord = (scope: Scope): Promise<TrackRecord> => transaction(scope, async () =>
  trackRecord((await findJudged(scope)).map(({ expected, measured }) => ({ expected: expected as ExpectedEffect, measured: measured as MeasuredEffect }))));

async function shown(scope: Scope, items: readonly StoredItem[], now: Date): Promise<PlanItem[]> {
  const evidenceOf = (item: StoredItem) => item.evidence as PlanEvidence[];
  const inSight = await dealsInSight(scope, items.flatMap((item) => evidenceOf(item).flatMap(({ dealId }) => dealId ?? [])));
  const reader = await memberBehind(scope);
  const own = (item: StoredItem) => reader !== null && item.proposedById === reader;
  const others = reader !== null && items.some(own) && (await somebodyElse(scope, DECIDERS, reader));
  return items.map((item) => {
    const kind = kindOf(changeOf(item));
    const evidence = evidenceOf(item).filter(({ dealId }) => dealId === null || inSight.has(dealId));
    const status = item.status === 'proposed' && item.expiresAt <= now ? 'expired' : (item.status as PlanStatus);
    return {
      id: item.id, kind: changeOf(item).kind, title: item.title, rationale: item.rationale, change: changeOf(item).change, diff: kind.diff, edit: status === 'proposed' ? kind.edit : null,
      changeHash: item.changeHash, evidence, hidden: evidenceOf(item).length - evidence.length, expected: item.expected as ExpectedEffect | null, measured: item.measured as MeasuredEffect | null,
      risk: item.risk, measuring: kind.measuring, reverting: kind.reverting, status, proposedBy: item.proposedBy, needsAnother: others && own(item),
      decidedBy: item.decidedBy, note: item.decisionNote, error: item.error, createdAt: item.createdAt.toISOString(), expiresAt: item.expiresAt.toISOString(),
      decidedAt: item.decidedAt?.toISOString() ?? null, applyAt: item.applyAt?.toISOString() ?? null, appliedAt: item.appliedAt?.toISOString() ?? null, revertedAt: item.revertedAt?.toISOString() ?? null,
    };
  });
}
