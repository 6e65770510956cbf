import type { Metadata } from 'next';
import { AuthCard } from '@/components/people/auth-card';
import { LinkButton } from '@/components/ui/button';

export const metadata: Metadata = { title: 'Forgot password' };

/** The same for everybody: it asks nothing, so it can tell nobody who has an account. */
export default function ForgotPage() {
  return (
    <AuthCard title="Forgot your password?" line="A reset link gets you back in. It works once, for an hour.">
      <div className="flex flex-col gap-3 text-dense">
        <p>This installation sends no mail, so the link comes from a person: ask an admin of your workspace.</p>
        <p className="text-muted">
          For the admin: Settings, Members, the menu beside the name, <span className="text-foreground">Make reset link</span>. Hand the link over by a way you trust; opening it sets a new password and ends all sessions.
        </p>
        <p className="text-muted">
          Are you the only admin, or a member of workspaces with different admins? Whoever runs this installation can make the link on its command line: <code className="font-mono break-all text-foreground">npm run winloop -- reset-link --email you@example.com</code>
        </p>
        <LinkButton href="/sign-in" className="mt-2 self-start">
          Back to sign-in
        </LinkButton>
      </div>
    </AuthCard>
  );
}
