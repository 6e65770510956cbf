'use client';

import { useRef, type ChangeEvent } from 'react';
import { Form, textOf, unplaced } from '@/components/settings/form';
import { Select, type SelectOption } from '@/components/ui/select';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';
import { useAction, type Outcome } from '@/components/ui/use-action';
import { enter } from './enter';
import { signIn } from './sign-in';

interface Input {
  name: string;
  email: string;
  password: string;
  workspace: { name: string; slug: string; currency: string; timezone: string };
}

const FIELDS = ['name', 'email', 'password', 'workspace.name', 'workspace.slug', 'workspace.currency'];

/** "Acme Sales GmbH" gives acme-sales-gmbh: what the address will show. */
const slugOf = (name: string): string =>
  name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 40).replace(/^-|-$/g, '');

/** Person and workspace in one go; afterwards one is signed in and there. */
export function SetUpForm({ currencies, action }: { currencies: readonly SelectOption[]; action: (input: Input) => Promise<Outcome<{ slug: string }>> }) {
  const slug = useRef<HTMLInputElement>(null);
  const chosen = useRef(false);
  const setUp = useAction((_: string, input: Input) => action(input), '');
  const { run, pending, errorOf } = setUp;
  const send = async (data: FormData) => {
    const input = {
      name: textOf(data, 'name'), email: textOf(data, 'email'), password: textOf(data, 'password'),
      workspace: { name: textOf(data, 'workspace'), slug: textOf(data, 'slug'), currency: textOf(data, 'currency'), timezone: Intl.DateTimeFormat().resolvedOptions().timeZone },
    };
    const made = await run(input);
    if (made) enter((await signIn(input.email, input.password)) === 'in' ? `/w/${made.slug}` : '/sign-in');
  };
  const propose = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    if (slug.current && !chosen.current) slug.current.value = slugOf(currentTarget.value);
  };
  return (
    <Form onSend={(data) => void send(data)} problem={unplaced(setUp, FIELDS)}>
      <TextInput label="Your name" name="name" autoComplete="name" autoFocus maxLength={120} error={errorOf('name')} />
      <TextInput label="E-mail" name="email" type="email" autoComplete="username" maxLength={320} error={errorOf('email')} />
      <TextInput label="Password" name="password" type="password" autoComplete="new-password" minLength={12} maxLength={200} hint="At least 12 characters; a few unrelated words are good." error={errorOf('password')} />
      <TextInput label="Workspace" name="workspace" maxLength={80} autoComplete="organization" hint="Your company or team." onChange={propose} error={errorOf('workspace.name')} />
      <TextInput label="Address" name="slug" ref={slug} maxLength={40} pattern="[a-z0-9]([a-z0-9\-]{0,38}[a-z0-9])?" autoCapitalize="none" spellCheck={false} autoComplete="off" hint="Small letters, digits and hyphens: the part after /w/." onChange={() => (chosen.current = true)} error={errorOf('workspace.slug')} />
      <Select label="Currency" name="currency" options={currencies} defaultValue="USD" hint="Reports are in it; deals may be in any." error={errorOf('workspace.currency')} />
      <SubmitButton pending={pending} pendingText="Setting up" className="self-start">
        Create workspace
      </SubmitButton>
    </Form>
  );
}
