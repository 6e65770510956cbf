import type { Metadata } from 'next';
import { signOut } from '@/app/w/[workspace]/sign-out';
import { AuthCard } from '@/components/people/auth-card';
import { JoinAsMyself, JoinForm } from '@/components/people/invitation-forms';
import { LinkButton } from '@/components/ui/button';
import { SubmitButton } from '@/components/ui/submit-button';
import { openInvitation } from '@/lib/members/accept-invitation';
import { linkToken } from '@/lib/members/schema';
import { personOfPage } from '@/lib/server/page';
import { join, joinAsMyself } from './actions';

export const metadata: Metadata = { title: 'Invitation', referrer: 'no-referrer' };

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const token = linkToken.safeParse((await params).token).data;
  const invitation = token ? await openInvitation(token) : null;
  if (!token || !invitation) {
    return (
      <AuthCard title="This invitation opens nothing" line="It was used, was revoked, has expired, or the link is not complete.">
        <p className="text-dense">Ask whoever invited you for a new one. If you have joined already, sign in.</p>
        <LinkButton href="/sign-in" className="mt-4">
          Go to sign-in
        </LinkButton>
      </AuthCard>
    );
  }
  const person = await personOfPage();
  const { workspaceName, email, role, hasAccount } = invitation;
  const title = `Join ${workspaceName}`;
  const line = `${email} is invited as ${role}.`;
  if (person?.user.email === email) {
    return (
      <AuthCard title={title} line={line}>
        <JoinAsMyself token={token} workspaceName={workspaceName} join={joinAsMyself} />
      </AuthCard>
    );
  }
  if (person) {
    return (
      <AuthCard title={title} line={line}>
        <p className="text-dense">You are signed in as {person.user.email}. Sign out, then open the link again.</p>
        <form action={signOut} className="mt-4">
          <SubmitButton pendingText="Signing out">Sign out</SubmitButton>
        </form>
      </AuthCard>
    );
  }
  if (hasAccount) {
    return (
      <AuthCard title={title} line={line}>
        <p className="text-dense">There is an account for this address. Sign in with it to join.</p>
        <LinkButton variant="primary" href={`/sign-in?${new URLSearchParams({ to: `/invitation/${token}` }).toString()}`} className="mt-4">
          Sign in
        </LinkButton>
      </AuthCard>
    );
  }
  return (
    <AuthCard title={title} line={line}>
      <JoinForm token={token} email={email} join={join} />
    </AuthCard>
  );
}
