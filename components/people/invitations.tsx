'use client';

import { useChange, type PageAction } from '@/components/settings/use-change';
import { Button } from '@/components/ui/button';

/** Ends an open invitation. Not undone: the link itself is gone, a new one is made instead. */
export function RevokeInvitation({ workspace, invitation, revoke }: { workspace: string; invitation: { id: string; email: string }; revoke: PageAction<{ id: string }, void> }) {
  const { change, pending } = useChange(revoke, workspace);
  return (
    <Button size="sm" aria-label={`Revoke the invitation of ${invitation.email}`} aria-disabled={pending} onClick={() => void change({ id: invitation.id }, `The link for ${invitation.email} opens nothing any more`)}>
      Revoke
    </Button>
  );
}
