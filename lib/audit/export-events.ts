import type { Readable } from 'node:stream';
import { writeCsv } from '@/lib/imports/csv/write-csv';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { currentWorkspace } from '@/lib/workspaces/current-workspace';
import type { AuditEntry, AuditFilter } from './schema';
import { findEvents, type Position } from './store';

const PAGE = 1000;
const HEAD = ['at', 'actor kind', 'actor', 'actor id', 'action', 'entity id', 'before', 'after', 'request id'];

const json = (value: unknown): string => (value === null || value === undefined ? '' : JSON.stringify(value));
const cells = ({ at, actor, action, entityId, before, after, requestId }: AuditEntry): string[] =>
  [at.toISOString(), actor.kind, actor.name, actor.id ?? '', action, entityId ?? '', json(before), json(after), requestId];

/** The filtered log as CSV, newest first, read in pages while it is sent. The export is itself an entry. */
export async function exportEvents(scope: Scope, filter: AuditFilter): Promise<Readable> {
  const timeZone = await transaction(scope, async () => {
    await audit(scope, { action: 'audit.export', after: filter });
    return (await currentWorkspace(scope)).timezone;
  });
  async function* rows() {
    let position: Position | null = null;
    for (;;) {
      const after: Position | null = position;
      const page: AuditEntry[] = await transaction(scope, () => findEvents(scope, filter, timeZone, after, PAGE));
      for (const event of page) yield cells(event);
      const last = page.at(-1);
      if (page.length < PAGE || !last) return;
      position = { at: last.at, id: last.id };
    }
  }
  return writeCsv(HEAD, rows());
}
