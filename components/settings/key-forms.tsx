'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { roleOptions } from '@/components/people/roles';
import { Button } from '@/components/ui/button';
import { Modal } from '@/components/ui/modal';
import { Question } from '@/components/ui/question';
import { Select } from '@/components/ui/select';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';
import { useAction } from '@/components/ui/use-action';
import type { Role } from '@/lib/server/scope';
import { Form, textOf, unplaced } from './form';
import { SecretBox } from './secret-box';
import { useChange, type PageAction } from './use-change';

export type CreateKey = PageAction<{ name: string; role: Role; expiresInDays: number | null }, { token: string }>;

const lifetimes = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: '', label: 'Until it is revoked' },
];

/** Makes a key and shows it, this once. */
export function NewKey({ workspace, create }: { workspace: string; create: CreateKey }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [token, setToken] = useState<string | null>(null);
  const action = useAction(create, workspace);
  const send = async (data: FormData) => {
    const days = textOf(data, 'lifetime');
    const made = await action.run({ name: textOf(data, 'name'), role: textOf(data, 'role') as Role, expiresInDays: days ? Number(days) : null });
    if (!made) return;
    setToken(made.token);
    router.refresh();
  };
  const close = () => {
    setOpen(false);
    setToken(null);
  };
  return (
    <>
      <Button variant="primary" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        New key
      </Button>
      {open && (
        <Modal placement="center" title={token ? 'Your new key' : 'New key'} onClose={close}>
          {token ? (
            <SecretBox label="API key" value={token} hint="Copy it now: only its hash is stored, so it cannot be shown again. Send it as the header Authorization: Bearer, never in an address." />
          ) : (
            <Form onSend={(data) => void send(data)} problem={unplaced(action, ['name', 'role'])}>
              <TextInput label="Name" name="name" maxLength={80} autoFocus autoComplete="off" hint="What will use it: the audit log shows this name." error={action.errorOf('name')} />
              <Select label="Role" name="role" options={roleOptions} defaultValue="rep" hint="A key belongs to no team: it sees all deals of the workspace and may do what the role may." error={action.errorOf('role')} />
              <Select label="Valid for" name="lifetime" options={lifetimes} defaultValue="90" />
              <SubmitButton pending={action.pending} pendingText="Making the key" className="self-start">
                Create key
              </SubmitButton>
            </Form>
          )}
        </Modal>
      )}
    </>
  );
}

/** Ends a key at once, after a question: what uses it stops working. */
export function RevokeKey({ workspace, apiKey, revoke }: { workspace: string; apiKey: { id: string; name: string; prefix: string }; revoke: PageAction<{ id: string }, unknown> }) {
  const [open, setOpen] = useState(false);
  const { change, pending } = useChange(revoke, workspace);
  return (
    <>
      <Button size="sm" aria-haspopup="dialog" aria-label={`Revoke key ${apiKey.name}`} onClick={() => setOpen(true)}>
        Revoke
      </Button>
      {open && (
        <Question title={`Revoke ${apiKey.name}?`} confirm="Revoke key" pending={pending} onConfirm={() => void change({ id: apiKey.id }, `${apiKey.name} is revoked`).then(() => setOpen(false))} onClose={() => setOpen(false)}>
          Whatever uses <span className="font-mono">{apiKey.prefix}…</span> is refused from its next request on. This cannot be taken back; make a new key instead.
        </Question>
      )}
    </>
  );
}
