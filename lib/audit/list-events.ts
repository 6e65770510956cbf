import { transaction } from '@/lib/server/db/tenancy';
import { invalid } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { currentWorkspace } from '@/lib/workspaces/current-workspace';
import { CURSOR, type Actor, type AuditEntry, type AuditQuery } from './schema';
import { findActions, findActors, findEvents, type Position } from './store';

export type AuditPage = {
  /** Newest first. */
  events: AuditEntry[];
  nextCursor: string | null;
  /** What the filters offer. */
  actors: Actor[];
  actions: string[];
};

const cursorOf = ({ at, id }: Position): string => `${at.toISOString()}_${id}`;

function positionOf(cursor: string): Position {
  const [, at, id] = CURSOR.exec(cursor) ?? [];
  if (!at || !id || Number.isNaN(Date.parse(at))) throw invalid('cursor: this is not a cursor of this list.');
  return { at: new Date(at), id };
}

/** One page of the audit log. Throws invalid for a made-up cursor. */
export const listEvents = (scope: Scope, { cursor, limit, ...filter }: AuditQuery): Promise<AuditPage> => transaction(scope, async () => {
  const { timezone } = await currentWorkspace(scope);
  const found = await findEvents(scope, filter, timezone, cursor ? positionOf(cursor) : null, limit + 1);
  const events = found.slice(0, limit);
  const last = events.at(-1);
  return { events, nextCursor: found.length > limit && last ? cursorOf(last) : null, actors: await findActors(scope), actions: await findActions(scope) };
});
