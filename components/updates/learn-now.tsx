'use client';

import { RefreshCw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { FormDialog, textField } from '@/components/ui/form-dialog';
import { TextInput } from '@/components/ui/text-input';
import { showToast } from '@/components/ui/toast-queue';
import type { Outcome } from '@/components/ui/use-action';

/** Has the workspace learn anew now; asks why, because it is written down. */
export function LearnNow({ workspace, save }: { workspace: string; save: (workspace: string, input: { why: string }) => Promise<Outcome<{ id: string }>> }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)} aria-haspopup="dialog">
        <RefreshCw aria-hidden />
        Learn now
      </Button>
      {open && (
        <FormDialog
          title="Learn anew now" line="The win model is trained again, rules and actions are counted again, and open deals are judged by it. It goes on in the background."
          workspace={workspace} save={save} read={(data) => ({ why: textField(data, 'why') ?? '' })} submit="Learn now" pendingText="Starting…"
          fields={(errorOf) => <TextInput name="why" label="Why" hint="Kept in the audit log, for example: prices changed last week" error={errorOf('why')} maxLength={300} />}
          onSaved={() => { showToast('The workspace is learning anew. You are told when it is done.'); router.refresh(); }} onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
