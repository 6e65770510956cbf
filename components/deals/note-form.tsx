'use client';

import { useRouter } from 'next/navigation';
import { useRef, type SubmitEvent } from 'react';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextArea } from '@/components/ui/text-input';
import { showToast } from '@/components/ui/toast-queue';
import { useAction, type Outcome } from '@/components/ui/use-action';

export type NoteAction = (workspace: string, input: { id: string; text: string }) => Promise<Outcome<{ id: string }>>;

/** A note on the deal; Ctrl Enter sends it. What could not be sent stays in the field. */
export function NoteForm({ workspace, dealId, add }: { workspace: string; dealId: string; add: NoteAction }) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const action = useAction(add, workspace);
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!(await action.run({ id: dealId, text: String(new FormData(event.currentTarget).get('text') ?? '') }))) return;
    form.current?.reset();
    router.refresh();
    showToast('Note added, the deal was scored again', { tone: 'opportunity' });
  };
  return (
    <form ref={form} onSubmit={(event) => void submit(event)} className="flex flex-col items-start gap-2" noValidate>
      <TextArea
        className="w-full"
        label="Add a note"
        name="text"
        rows={2}
        maxLength={8000}
        placeholder="What was said, what was agreed"
        error={action.errorOf('text').length > 0 ? action.errorOf('text') : (action.problem ?? undefined)}
        onKeyDown={(event) => (event.ctrlKey || event.metaKey) && event.key === 'Enter' && form.current?.requestSubmit()}
      />
      <SubmitButton variant="outline" size="sm" pending={action.pending} pendingText="Adding">
        Add note
      </SubmitButton>
    </form>
  );
}
