import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { changeMember, findMember } from './store';

/** Changes how one is called in this workspace. Throws not_found for a key or job, which is nobody. */
export const renameSelf = (scope: Scope, name: string): Promise<void> => transaction(scope, async () => {
  const { principal } = scope;
  const before = principal.kind === 'member' ? await findMember(scope, principal.id) : null;
  if (!before) throw notFound('member');
  if (before.name === name) return;
  await changeMember(scope, before.id, { name });
  await audit(scope, { action: 'member.update', entityId: before.id, before: { name: before.name }, after: { name } });
});
