/** What an import did to each record, written in the transaction that does it: undo reads it backwards. */
import { v7 as uuidv7 } from 'uuid';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';

export type TableName = 'account' | 'product' | 'contact' | 'lead' | 'member' | 'team' | 'stage' | 'deal';
export type Entry = { row: number; action: 'created' | 'updated'; entity: TableName; recordId: string; before: object | null };

export async function writeJournal(scope: Scope, importId: string, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  await db(scope).$executeRaw`
    insert into import_row (id, workspace_id, import_id, row, action, entity, record_id, before)
    select e.id, ${scope.workspaceId}::uuid, ${importId}::uuid, e.row, e.action, e.entity, e.record_id, e.before
    from jsonb_to_recordset(${JSON.stringify(entries.map((e) => ({ id: uuidv7(), row: e.row, action: e.action, entity: e.entity, record_id: e.recordId, before: e.before })))}::jsonb)
      as e(id uuid, row int, action text, entity text, record_id uuid, before jsonb)`;
}

/** JSON for jsonb_populate_recordset: bigint as text, NUL (which Postgres cannot keep) left out. */
export const rowsJson = (rows: readonly object[]): string =>
  JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '') : value));

/** Keeps what is there where the record says nothing, and tells whether anything differs. */
export function merged<R extends Record<string, unknown>>(before: R, given: Partial<R>): { row: R; changed: (keyof R)[] } {
  const row = { ...before };
  const changed: (keyof R)[] = [];
  for (const key of Object.keys(given) as (keyof R)[]) {
    const value = given[key];
    if (value === undefined || same(before[key], value)) continue;
    row[key] = value as R[keyof R];
    changed.push(key);
  }
  return { row, changed };
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a));
  if (typeof a === 'object' || typeof b === 'object') return JSON.stringify(a) === JSON.stringify(b);
  if (typeof a === 'string' && typeof b === 'string' && /^\d{4}-\d\d-\d\dT/.test(a)) return Date.parse(a) === Date.parse(b);
  return a !== null && b !== null && String(a) === String(b);
}
