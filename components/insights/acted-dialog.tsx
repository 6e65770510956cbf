'use client';

import { textField } from '@/components/ui/form-dialog';
import { TextArea, TextInput } from '@/components/ui/text-input';
import type { FeedbackAnswer } from '@/lib/feedback/schema';
import type { SuggestedAction } from '@/lib/insights/schema';
import { AnswerDialog } from './answer-dialog';

export interface ActedDialogProps {
  action: Pick<SuggestedAction, 'type' | 'title'>;
  /** When it was advised (ISO): nobody acted on it before. */
  since: string;
  onSave: (acted: NonNullable<FeedbackAnswer['actedOn']>) => void;
  onClose: () => void;
}

/** The day where the person is, as a date field has it. */
const today = (): string => {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
};

/** What was really done: the suggestion is a start, the words are the rep's. */
export function ActedDialog({ action, since, onSave, onClose }: ActedDialogProps) {
  const save = (data: FormData): boolean => {
    const done = textField(data, 'action');
    const day = textField(data, 'at');
    // Today is now: the server knows the time.
    if (done !== null) onSave({ action: done, type: action.type, note: textField(data, 'note'), ...(day && day !== today() ? { at: day } : {}) });
    return done !== null;
  };
  return (
    <AnswerDialog title="I did this" line="What you did is held against how the deal ends: that is how we learn which action works." onSave={save} onClose={onClose}>
      <TextInput label="What did you do?" name="action" maxLength={200} defaultValue={action.title} />
      <TextInput label="When?" name="at" type="date" defaultValue={today()} min={since.slice(0, 10)} max={today()} />
      <TextArea label="Note" name="note" optional maxLength={2000} hint="How it went, what they said." />
    </AnswerDialog>
  );
}
