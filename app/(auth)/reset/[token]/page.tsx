import type { Metadata } from 'next';
import { AuthCard } from '@/components/people/auth-card';
import { ResetForm } from '@/components/people/invitation-forms';
import { LinkButton } from '@/components/ui/button';
import { openReset } from '@/lib/members/reset-password';
import { linkToken } from '@/lib/members/schema';
import { setNewPassword } from './actions';

export const metadata: Metadata = { title: 'New password', referrer: 'no-referrer' };

export default async function ResetPage({ params }: { params: Promise<{ token: string }> }) {
  const token = linkToken.safeParse((await params).token).data;
  const reset = token ? await openReset(token) : null;
  if (!token || !reset) {
    return (
      <AuthCard title="This link opens nothing" line="It was used, has expired (after an hour), or is not complete.">
        <LinkButton href="/forgot">How to get a new one</LinkButton>
      </AuthCard>
    );
  }
  return (
    <AuthCard title="Set a new password" line="All your sessions end, wherever they are.">
      <ResetForm token={token} email={reset.email} reset={setNewPassword} />
    </AuthCard>
  );
}
