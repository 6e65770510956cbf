'use client';

import { CheckCheck } from 'lucide-react';
import { useChange, type PageAction } from '@/components/settings/use-change';
import { useSetWaiting } from '@/components/shell/waiting';
import { Button } from '@/components/ui/button';

/** Marks everything as read that stood there when the page was made; what came since stays unread. */
export function MarkAll({ workspace, until, markAll }: { workspace: string; until: string; markAll: PageAction<{ until: string }, { marked: number; unread: number }> }) {
  const { change, pending } = useChange(markAll, workspace);
  const { set } = useSetWaiting(workspace);
  return (
    <Button
      aria-disabled={pending}
      onClick={() => void change({ until }, 'Everything is read').then((done) => done && set('inbox', done.unread))}
    >
      <CheckCheck aria-hidden />
      Mark all as read
    </Button>
  );
}
