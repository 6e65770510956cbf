/** A workspace always has an admin who can sign in. */
import { conflict } from '@/lib/server/errors';
import type { Role, Scope } from '@/lib/server/scope';
import { countOtherAdmins, lockAdmins } from './store';

/** Throws conflict when `member` is the only admin; call inside the transaction that removes or demotes. */
export async function mustNotBeLastAdmin(scope: Scope, member: { id: string; role: Role; userId: string | null }): Promise<void> {
  if (member.role !== 'admin' || !member.userId) return;
  await lockAdmins(scope);
  if ((await countOtherAdmins(scope, member.id)) === 0) throw conflict('This is the last admin. Make somebody else an admin first.');
}
