/**
 * The first admin of an installation. Open while nobody who can sign in belongs to a workspace; who claims it first has it:
 * the claim is one locked transaction. If the process dies between claim and workspace, the same person finishes with the
 * same e-mail and password.
 */
import { hashPassword, passwordMatches } from '@/lib/server/auth/password';
import { claimFirstUser, findWorkspace, hasPeople } from '@/lib/server/doors/auth';
import { conflict, forbidden } from '@/lib/server/errors';
import { createWorkspace } from '@/lib/workspaces/create-workspace';
import { mustBeGoodPassword } from './password-rule';
import type { FirstAdmin } from './schema';
import { insertMember } from './store';

export const needsSetUp = async (): Promise<boolean> => !(await hasPeople());

/** Makes user, workspace and membership. Throws forbidden when the installation has its people, conflict when the slug is taken. */
export async function setUp({ name, email, password, workspace }: FirstAdmin): Promise<{ slug: string }> {
  const over = () => forbidden('This installation has been set up. Sign in, or ask one of its admins for an invitation.');
  if (await hasPeople()) throw over();
  mustBeGoodPassword(password, [name, email, workspace.name]);
  if (await findWorkspace(workspace.slug)) throw conflict(`There is already a workspace "${workspace.slug}". Choose another slug.`);
  const claim = await claimFirstUser({ email, name, passwordHash: await hashPassword(password) });
  if (claim.kind === 'taken') throw over();
  if (claim.kind === 'begun' && !(await passwordMatches(password, claim.passwordHash))) throw over();
  const { slug } = await createWorkspace(workspace, name, async (scope) => {
    await insertMember(scope, { userId: claim.userId, name, email, role: 'admin', teamId: null });
  });
  return { slug };
}
