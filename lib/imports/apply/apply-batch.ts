/** One batch of records of any entity into the database, with its journal; inside the caller's transaction. */
import type { Scope } from '@/lib/server/scope';
import type { Entity, ImportOptions, ImportRecord } from '../schema';
import { applyDealExtras } from './deal-extras';
import { applyDeals } from './deals';
import { applyAccounts, applyContacts, applyProducts } from './entities';
import { writeJournal } from './journal';
import { applyLeads } from './leads';
import { applyMembers } from './members';
import type { Applied, Batch } from './record';

export type Rows = readonly { row: number; record: ImportRecord }[];

const only = <E extends Entity>(rows: Rows, entity: E): Batch<E> => rows.filter((r) => r.record.entity === entity) as Batch<E>;

export async function applyBatch(scope: Scope, importId: string, entity: Entity, rows: Rows, { matchKey, currency }: Pick<ImportOptions, 'matchKey' | 'currency'>): Promise<Applied> {
  const now = new Date().toISOString();
  const { journal, ...applied } = entity === 'deals' ? await applyDeals(scope, only(rows, 'deals'), { matchKey, currency, now })
    : entity === 'accounts' ? await applyAccounts(scope, only(rows, 'accounts'), matchKey)
    : entity === 'products' ? await applyProducts(scope, only(rows, 'products'), matchKey)
    : entity === 'contacts' ? await applyContacts(scope, only(rows, 'contacts'), matchKey)
    : entity === 'leads' ? await applyLeads(scope, only(rows, 'leads'), { matchKey, now })
    : await applyMembers(scope, importId, only(rows, 'members'));
  const extra = entity === 'deals' ? await applyDealExtras(scope, only(rows, 'deals')) : [];
  await writeJournal(scope, importId, [...journal, ...extra]);
  return applied;
}
