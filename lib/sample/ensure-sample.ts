/**
 * On the first start where the environment allows it: the workspace `sample`, its people, and the event that has it filled in
 * the background. Once removed it stays away: removing it disables its users, and that is looked at here.
 */
import { createUser, findUserByEmail, findWorkspace } from '@/lib/server/doors/auth';
import { hashPassword } from '@/lib/server/auth/password';
import { env } from '@/lib/server/env';
import { isUniqueViolation } from '@/lib/server/errors';
import { send } from '@/lib/server/outbox';
import { createWorkspace } from '@/lib/workspaces/create-workspace';
import { SAMPLE_PASSWORD, SAMPLE_SIGN_INS, SAMPLE_SLUG, type SignIn } from './sign-ins';
import { addSignedInMember, markAsSample } from './store';

export type Ensured = 'off' | 'removed' | 'present' | 'created';

export async function ensureSample(): Promise<Ensured> {
  if (!env().sample) return 'off';
  if (await findWorkspace(SAMPLE_SLUG)) return 'present';
  const people: (SignIn & { userId: string })[] = [];
  for (const person of SAMPLE_SIGN_INS) {
    const user = await findUserByEmail(person.email);
    if (user?.disabledAt) return 'removed';
    const { id } = user ?? (await createUser({ email: person.email, name: person.name, passwordHash: await hashPassword(SAMPLE_PASSWORD) }));
    people.push({ ...person, userId: id });
  }
  try {
    await createWorkspace({ slug: SAMPLE_SLUG, name: 'Sample', currency: 'USD', timezone: 'UTC' }, 'sample', async (scope) => {
      await markAsSample(scope);
      for (const { userId, name, email, role } of people) {
        await addSignedInMember(scope, { userId, name, email, role, teamId: null });
      }
      await send(scope, 'sample/requested', {}, 'sample');
    });
  } catch (error) {
    // Another instance on the same database was quicker.
    if (isUniqueViolation(error) || (await findWorkspace(SAMPLE_SLUG))) return 'present';
    throw error;
  }
  return 'created';
}
