import { redirect } from 'next/navigation';
import { needsSetUp } from '@/lib/members/set-up';
import { wayIn } from '@/lib/members/way-in';
import { personOfPage } from '@/lib/server/page';

/** The way in: to the workspace one opened last, to sign in, or on an empty installation to its first admin. */
export default async function Root() {
  const person = await personOfPage();
  if (!person) redirect((await needsSetUp()) ? '/set-up' : '/sign-in');
  const member = wayIn(person);
  redirect(member ? `/w/${member.workspace.slug}` : '/no-workspace');
}
