import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AuthCard } from '@/components/people/auth-card';
import { SubmitButton } from '@/components/ui/submit-button';
import { personOfPage } from '@/lib/server/page';
import { signOut } from '@/app/w/[workspace]/sign-out';

export const metadata: Metadata = { title: 'No workspace' };

/** For somebody who can sign in but belongs nowhere: never invited, or removed. */
export default async function NoWorkspacePage() {
  const person = await personOfPage();
  if (!person) redirect('/sign-in');
  if (person.memberships.length > 0) redirect('/');
  return (
    <AuthCard title="You belong to no workspace" line={`Signed in as ${person.user.email}`}>
      <p className="text-dense">Ask an admin for an invitation to this address and open its link. If you were a member before, an admin has removed you.</p>
      <form action={signOut} className="mt-4">
        <SubmitButton variant="outline" pendingText="Signing out">
          Sign out
        </SubmitButton>
      </form>
    </AuthCard>
  );
}
