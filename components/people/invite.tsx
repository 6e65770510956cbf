'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { choiceOf, Form, textOf, unplaced } from '@/components/settings/form';
import { SecretBox } from '@/components/settings/secret-box';
import type { PageAction } from '@/components/settings/use-change';
import { Button } from '@/components/ui/button';
import { Modal } from '@/components/ui/modal';
import { Select, type SelectOption } from '@/components/ui/select';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';
import { useAction } from '@/components/ui/use-action';
import type { Role } from '@/lib/server/scope';
import { roleOptions } from './roles';

export type Invite = PageAction<{ email: string; role: Role; teamId: string | null; memberId: string | null }, { link: string }>;

export interface InviteFormProps {
  workspace: string;
  teams: readonly SelectOption[];
  invite: Invite;
  /** The member without sign-in that the person is. */
  member?: { id: string; email: string | null; role: Role; teamId: string | null };
}

/** Who, as what, in which team; then the link, which is shown once. */
export function InviteForm({ workspace, teams, invite, member }: InviteFormProps) {
  const router = useRouter();
  const action = useAction(invite, workspace);
  const [made, setMade] = useState<{ link: string; email: string } | null>(null);
  const send = async (data: FormData) => {
    const email = textOf(data, 'email');
    const result = await action.run({ email, role: textOf(data, 'role') as Role, teamId: choiceOf(data, 'team'), memberId: member?.id ?? null });
    if (!result) return;
    setMade({ link: result.link, email });
    router.refresh();
  };
  if (made) {
    return <SecretBox label={`Invitation link for ${made.email}`} value={made.link} hint="Send it to them: this installation sends no mail. It works once, for 7 days, and is shown only now." />;
  }
  return (
    <Form onSend={(data) => void send(data)} problem={unplaced(action, ['email', 'role'])}>
      <TextInput label="E-mail" name="email" type="email" autoComplete="off" maxLength={320} autoFocus defaultValue={member?.email ?? ''} error={action.errorOf('email')} />
      <Select label="Role" name="role" options={roleOptions} defaultValue={member?.role ?? 'rep'} error={action.errorOf('role')} />
      <Select label="Team" name="team" options={[{ value: '', label: 'No team' }, ...teams]} defaultValue={member?.teamId ?? ''} hint="A manager sees the deals of the team." />
      <SubmitButton pending={action.pending} pendingText="Making the link" className="self-start">
        Make invitation link
      </SubmitButton>
    </Form>
  );
}

/** The button that opens the form. */
export function InviteButton({ workspace, teams, invite }: Omit<InviteFormProps, 'member'>) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        Invite
      </Button>
      {open && (
        <Modal placement="center" title="Invite somebody" onClose={() => setOpen(false)}>
          <InviteForm workspace={workspace} teams={teams} invite={invite} />
        </Modal>
      )}
    </>
  );
}
