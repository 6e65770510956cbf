'use client';

import { useRouter } from 'next/navigation';
import { useRef } from 'react';
import { Form, textOf, unplaced } from '@/components/settings/form';
import { useChange, type PageAction } from '@/components/settings/use-change';
import { Button } from '@/components/ui/button';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';
import { showToast } from '@/components/ui/toast-queue';
import { useAction, type Outcome } from '@/components/ui/use-action';

/** An action on oneself, in whatever workspace. */
type OwnAction<I, R> = (input: I) => Promise<Outcome<R>>;

export function OwnName({ workspace, name, rename }: { workspace: string; name: string; rename: PageAction<{ name: string }, unknown> }) {
  const router = useRouter();
  const action = useAction(rename, workspace);
  const send = async (data: FormData) => {
    if ((await action.run({ name: textOf(data, 'name') })) === null) return;
    showToast('Saved', { tone: 'opportunity' });
    router.refresh();
  };
  return (
    <Form onSend={(data) => void send(data)} problem={unplaced(action, ['name'])} className="max-w-sm">
      <TextInput label="Name" name="name" defaultValue={name} autoComplete="name" maxLength={120} hint="How you are called in this workspace." error={action.errorOf('name')} />
      <SubmitButton variant="outline" pending={action.pending} pendingText="Saving" className="self-start">
        Save name
      </SubmitButton>
    </Form>
  );
}

export function OwnPassword({ email, set }: { email: string; set: OwnAction<{ present: string; next: string }, unknown> }) {
  const router = useRouter();
  const box = useRef<HTMLDivElement>(null);
  const action = useAction((_: string, input: { present: string; next: string }) => set(input), '');
  const send = async (data: FormData) => {
    if ((await action.run({ present: textOf(data, 'present'), next: textOf(data, 'next') })) === null) return;
    box.current?.querySelector('form')?.reset();
    showToast('Password changed; your other sessions have ended', { tone: 'opportunity' });
    router.refresh();
  };
  return (
    <div ref={box}>
      <Form onSend={(data) => void send(data)} problem={unplaced(action, ['present', 'next'])} className="max-w-sm">
        <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
        <TextInput label="Present password" name="present" type="password" autoComplete="current-password" maxLength={1000} error={action.errorOf('present')} />
        <TextInput label="New password" name="next" type="password" autoComplete="new-password" minLength={12} maxLength={200} hint="At least 12 characters; a few unrelated words are good." error={action.errorOf('next')} />
        <SubmitButton variant="outline" pending={action.pending} pendingText="Changing" className="self-start">
          Change password
        </SubmitButton>
      </Form>
    </div>
  );
}

export function EndSession({ id, name, end }: { id: string; name: string; end: OwnAction<{ id: string }, unknown> }) {
  const { change, pending } = useChange((_: string, input: { id: string }) => end(input), '');
  return (
    <Button size="sm" aria-label={`End the session in ${name}`} aria-disabled={pending} onClick={() => void change({ id }, 'The session has ended')}>
      End
    </Button>
  );
}

export function EndOthers({ end }: { end: OwnAction<Record<string, never>, number> }) {
  const { change, pending } = useChange((_: string, input: Record<string, never>) => end(input), '');
  return (
    <Button size="sm" aria-disabled={pending} onClick={() => void change({}, 'You are signed out everywhere else')}>
      End all others
    </Button>
  );
}
