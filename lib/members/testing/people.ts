/** Workspaces and people that can sign in, for tests of this folder and of whoever needs members. */
import { v7 as uuidv7 } from 'uuid';
import { db, transaction } from '@/lib/server/db/tenancy';
import { createUser, type SignedIn } from '@/lib/server/doors/auth';
import { hashPassword } from '@/lib/server/auth/password';
import { memberScope, systemScope, type Role, type Scope } from '@/lib/server/scope';
import { createWorkspace } from '@/lib/workspaces/create-workspace';

export const PASSWORD = 'violet anchor meadow';
let passwordHash: Promise<string> | undefined;

export type TestPerson = { scope: Scope; memberId: string; userId: string; email: string };

export const testWorkspace = async (slug: string): Promise<Scope> =>
  systemScope((await createWorkspace({ slug, name: slug, currency: 'USD', timezone: 'UTC' }, 'test')).id, 'test');

/** A member with a sign-in (password PASSWORD), seeing all; `existing` is an account that has one elsewhere. */
export async function testPerson(workspace: Scope, role: Role, email: string, existing?: { userId: string }): Promise<TestPerson> {
  const { workspaceId } = workspace;
  const userId = existing?.userId ?? (await createUser({ email, name: email, passwordHash: await (passwordHash ??= hashPassword(PASSWORD)) })).id;
  const member = await transaction(workspace, () => db(workspace).member.create({ data: { workspaceId, userId, name: email, email, role }, select: { id: true } }));
  return { scope: memberScope({ id: member.id, userId, name: email, role, workspaceId }, 'all', uuidv7()), memberId: member.id, userId, email };
}

/** A member without a sign-in, as an import makes them. */
export const importedMember = (workspace: Scope, name: string, email: string | null = null): Promise<string> =>
  transaction(workspace, async () => (await db(workspace).member.create({ data: { workspaceId: workspace.workspaceId, name, email }, select: { id: true } })).id);

export const signedIn = (person: TestPerson, sessionId: string): SignedIn => ({ sessionId, userId: person.userId, email: person.email, name: person.email, lastWorkspaceId: null });
