/** Teams: who belongs together, and so whose deals a manager sees. */
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict, isUniqueViolation, notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import type { Team } from './schema';
import { findTeam, findTeams, insertTeam, removeTeam, renameTeam as write } from './team-store';

export const listTeams = (scope: Scope): Promise<Team[]> => transaction(scope, () => findTeams(scope));

async function named<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isUniqueViolation(error)) throw conflict(`There is already a team "${name}".`);
    throw error;
  }
}

/** Throws conflict when the name is taken. */
export const createTeam = (scope: Scope, name: string): Promise<{ id: string }> => named(name, () => transaction(scope, async () => {
  const team = await insertTeam(scope, name);
  await audit(scope, { action: 'team.create', entityId: team.id, after: team });
  return { id: team.id };
}));

/** Throws not_found, or conflict when the name is taken. */
export const renameTeam = (scope: Scope, id: string, name: string): Promise<void> => named(name, () => transaction(scope, async () => {
  const before = await findTeam(scope, id);
  if (!before) throw notFound('team');
  if (before.name === name) return;
  await audit(scope, { action: 'team.update', entityId: id, before, after: await write(scope, id, name) });
}));

/** Its members stay, without a team. Throws not_found. */
export const deleteTeam = (scope: Scope, id: string): Promise<void> => transaction(scope, async () => {
  const before = await findTeam(scope, id);
  if (!before) throw notFound('team');
  await removeTeam(scope, id);
  await audit(scope, { action: 'team.delete', entityId: id, before });
});
