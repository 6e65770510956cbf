'use client';

import { Form, textOf, unplaced } from '@/components/settings/form';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';
import { useAction, type Outcome } from '@/components/ui/use-action';
import { enter } from './enter';
import { signIn } from './sign-in';

type Join = (input: { token: string; name: string; password: string }) => Promise<Outcome<{ slug: string; email: string }>>;

/** For somebody who is new here: name and password, then they are in. */
export function JoinForm({ token, email, join }: { token: string; email: string; join: Join }) {
  const action = useAction((_: string, input: { name: string; password: string }) => join({ token, ...input }), '');
  const send = async (data: FormData) => {
    const password = textOf(data, 'password');
    const joined = await action.run({ name: textOf(data, 'name'), password });
    if (joined) enter((await signIn(joined.email, password)) === 'in' ? `/w/${joined.slug}` : '/sign-in');
  };
  return (
    <Form onSend={(data) => void send(data)} problem={unplaced(action, ['name', 'password'])}>
      <TextInput label="E-mail" name="email" type="email" autoComplete="username" value={email} readOnly />
      <TextInput label="Your name" name="name" autoComplete="name" autoFocus maxLength={120} error={action.errorOf('name')} />
      <TextInput label="Password" name="password" type="password" autoComplete="new-password" minLength={12} maxLength={200} hint="At least 12 characters; a few unrelated words are good." error={action.errorOf('password')} />
      <SubmitButton pending={action.pending} pendingText="Joining" className="self-start">
        Join
      </SubmitButton>
    </Form>
  );
}

/** For somebody who is signed in with the invited address. */
export function JoinAsMyself({ token, workspaceName, join }: { token: string; workspaceName: string; join: (input: { token: string }) => Promise<Outcome<{ slug: string }>> }) {
  const action = useAction((_: string, input: { token: string }) => join(input), '');
  const send = async () => {
    const joined = await action.run({ token });
    if (joined) enter(`/w/${joined.slug}`);
  };
  return (
    <Form onSend={() => void send()} problem={action.problem}>
      <SubmitButton pending={action.pending} pendingText="Joining" className="self-start">
        {`Join ${workspaceName}`}
      </SubmitButton>
    </Form>
  );
}

/** A new password by link, then the way in. */
export function ResetForm({ token, email, reset }: { token: string; email: string; reset: (input: { token: string; password: string }) => Promise<Outcome<{ email: string }>> }) {
  const action = useAction((_: string, input: { password: string }) => reset({ token, ...input }), '');
  const send = async (data: FormData) => {
    const password = textOf(data, 'password');
    const done = await action.run({ password });
    if (done) enter((await signIn(done.email, password)) === 'in' ? '/' : '/sign-in');
  };
  return (
    <Form onSend={(data) => void send(data)} problem={unplaced(action, ['password'])}>
      <TextInput label="E-mail" name="email" type="email" autoComplete="username" value={email} readOnly />
      <TextInput label="New password" name="password" type="password" autoComplete="new-password" autoFocus minLength={12} maxLength={200} hint="At least 12 characters; a few unrelated words are good." error={action.errorOf('password')} />
      <SubmitButton pending={action.pending} pendingText="Setting the password" className="self-start">
        Set password and sign in
      </SubmitButton>
    </Form>
  );
}
