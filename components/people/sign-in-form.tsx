'use client';

import Link from 'next/link';
import { useRef, useState } from 'react';
import { Form, textOf } from '@/components/settings/form';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';
import type { Role } from '@/lib/server/scope';
import { enter } from './enter';
import { roleLabels } from './roles';
import { signIn, type SignInOutcome } from './sign-in';

/** One text for an unknown e-mail and for a wrong password: it tells nobody who has an account. */
const problems: Record<Exclude<SignInOutcome, 'in'>, { title: string; text: string }> = {
  wrong: { title: 'E-mail or password is not right', text: 'Check both and try again. If the password is lost, an admin of your workspace can make you a reset link.' },
  throttled: { title: 'Too many tries', text: 'Wait 15 minutes and try again, or ask an admin of your workspace for a reset link.' },
  failed: { title: 'Signing in did not work', text: 'The server gave no answer that makes sense. Try again in a moment.' },
};

export interface SampleSignIns {
  people: readonly { role: Role; name: string; email: string }[];
  password: string;
}

/** `to` is where signing in leads (a path of ours); `sample` holds the known sign-ins of an installation on one's own machine. */
export function SignInForm({ to, sample }: { to: string; sample: SampleSignIns | null }) {
  const box = useRef<HTMLDivElement>(null);
  const [pending, setPending] = useState(false);
  const [outcome, setOutcome] = useState<SignInOutcome | null>(null);
  const problem = outcome && outcome !== 'in' ? problems[outcome] : null;
  const field = (name: string) => box.current?.querySelector<HTMLInputElement>(`input[name=${name}]`);

  const send = async (data: FormData) => {
    if (pending) return;
    setPending(true);
    const answer = await signIn(textOf(data, 'email'), textOf(data, 'password'));
    setOutcome(answer);
    if (answer === 'in') return enter(to);
    setPending(false);
    field('password')?.select();
  };

  const fill = (email: string, password: string) => {
    for (const [name, value] of [['email', email], ['password', password]] as const) {
      const input = field(name);
      if (input) input.value = value;
    }
    box.current?.querySelector<HTMLButtonElement>('[type=submit]')?.focus();
  };

  return (
    <div ref={box}>
      <Form onSend={(data) => void send(data)}>
        {problem && (
          <Notice tone="risk" title={problem.title} alert>
            {problem.text}
          </Notice>
        )}
        <TextInput label="E-mail" name="email" type="email" autoComplete="username" inputMode="email" autoFocus maxLength={320} />
        <TextInput label="Password" name="password" type="password" autoComplete="current-password" maxLength={1000} />
        <div className="flex flex-wrap items-center justify-between gap-2">
          <SubmitButton pending={pending} pendingText="Signing in">Sign in</SubmitButton>
          <Link href="/forgot" className="link text-dense">
            Forgot your password?
          </Link>
        </div>
      </Form>
      {sample && (
        <section aria-labelledby="sample-sign-ins" className="mt-6 border-t border-hairline pt-4">
          <h2 id="sample-sign-ins" className="text-dense font-semibold">
            Sample sign-ins
          </h2>
          <p className="mt-1 text-dense text-muted">They exist because this runs on your own machine, where only you can reach it. Choose one to fill in the form.</p>
          <ul className="mt-3 grid grid-cols-2 gap-2">
            {sample.people.map(({ role, name, email }) => (
              <li key={email} className="contents">
                <Button className="h-auto w-full flex-col items-start gap-0 px-3 py-2 text-start" onClick={() => fill(email, sample.password)}>
                  <span className="font-medium">{roleLabels[role]}</span>
                  <span className="text-xs text-muted">{name}</span>
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
