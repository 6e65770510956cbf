import { redirect } from 'next/navigation';
import { needsSetUp } from '@/lib/members/set-up';
import { personOfPage } from '@/lib/server/page';

/** The way in: to one's workspace, to sign in, or on an empty installation to its first admin. */
export default async function Root() {
  const person = await personOfPage();
  if (!person) redirect((await needsSetUp()) ? '/set-up' : '/sign-in');
  const [first] = person.memberships;
  redirect(first ? `/w/${first.workspace.slug}` : '/no-workspace');
}
