'use client';

import { EllipsisVertical, KeyRound, UserMinus, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { SecretBox } from '@/components/settings/secret-box';
import { useChange, type PageAction } from '@/components/settings/use-change';
import { Menu, type MenuEntry } from '@/components/ui/menu';
import { Modal } from '@/components/ui/modal';
import { Question } from '@/components/ui/question';
import { Select, type SelectOption } from '@/components/ui/select';
import type { MemberChange } from '@/lib/members/schema';
import type { Role } from '@/lib/server/scope';
import { InviteForm, type Invite } from './invite';
import { roleLabels } from './roles';

export interface MemberOfRow {
  id: string;
  name: string;
  email: string | null;
  role: Role;
  teamId: string | null;
  canSignIn: boolean;
  openDeals: number;
}
export type ChangeMember = PageAction<MemberChange, void>;

const roles = (Object.keys(roleLabels) as Role[]).map((value) => ({ value, label: roleLabels[value] }));

/** Role or team of a member as a select that takes effect at once and can be taken back. */
export function MemberChoice({ workspace, member, what, teams, change }: { workspace: string; member: MemberOfRow; what: 'role' | 'team'; teams: readonly SelectOption[]; change: ChangeMember }) {
  const { change: run, pending } = useChange(change, workspace);
  const value = what === 'role' ? member.role : (member.teamId ?? '');
  const options = what === 'role' ? roles : [{ value: '', label: 'No team' }, ...teams];
  const label = (chosen: string) => options.find((option) => option.value === chosen)?.label ?? chosen;
  const set = (next: string, back?: string) =>
    void run(
      { id: member.id, ...(what === 'role' ? { role: next as Role } : { teamId: next || null }) },
      what === 'role' ? `${member.name} is ${label(next).toLowerCase()} now` : next ? `${member.name} is in ${label(next)} now` : `${member.name} is in no team now`,
      back === undefined ? undefined : () => set(back),
    );
  return (
    <Select
      key={value}
      label={`${what === 'role' ? 'Role' : 'Team'} of ${member.name}`}
      hideLabel
      className="w-32"
      options={options}
      defaultValue={value}
      disabled={pending}
      onChange={(event) => set(event.currentTarget.value, value)}
    />
  );
}

/** Without a link: this admin alone may not make one, and whoever runs the installation does, for this sign-in. */
type ResetLink = { link: string } | { link: null; signIn: string };

export interface MemberMenuProps {
  workspace: string;
  member: MemberOfRow;
  /** Whether this is the reader: nobody removes or resets themselves here. */
  self: boolean;
  teams: readonly SelectOption[];
  remove: PageAction<{ id: string }, void>;
  resetLink: PageAction<{ id: string }, ResetLink>;
  invite: Invite;
}

/** What else can be done with a member: give them a sign-in, a reset link, or take them out. */
export function MemberMenu({ workspace, member, self, teams, remove, resetLink, invite }: MemberMenuProps) {
  const [open, setOpen] = useState<'remove' | 'invite' | null>(null);
  const [made, setMade] = useState<ResetLink | null>(null);
  const removal = useChange(remove, workspace);
  const reset = useChange(resetLink, workspace);
  const entries: MenuEntry[] = [
    ...(member.canSignIn ? [] : [{ key: 'invite', label: 'Invite', icon: <UserPlus aria-hidden />, onSelect: () => setOpen('invite') }]),
    ...(member.canSignIn && !self ? [{ key: 'reset', label: 'Make reset link', icon: <KeyRound aria-hidden />, onSelect: () => void reset.change({ id: member.id }).then(setMade) }] : []),
    ...(self ? [] : [{ key: 'remove', label: 'Remove from workspace', icon: <UserMinus aria-hidden />, danger: true, onSelect: () => setOpen('remove') }]),
  ];
  if (entries.length === 0) return <span className="text-xs text-muted">You</span>;
  return (
    <>
      <Menu label={`More for ${member.name}`} variant="ghost" size="sm" iconOnly trigger={<EllipsisVertical aria-hidden />} groups={[{ key: 'member', entries }]} />
      {open === 'invite' && (
        <Modal placement="center" title={`Invite ${member.name}`} line="They sign in as this member, with the deals that are theirs." onClose={() => setOpen(null)}>
          <InviteForm workspace={workspace} teams={teams} invite={invite} member={member} />
        </Modal>
      )}
      {made && (
        <Modal placement="center" title={`Reset link for ${member.name}`} onClose={() => setMade(null)}>
          {made.link === null ? (
            <div className="flex flex-col gap-3 text-dense">
              <p>{member.name} also belongs to a workspace that you are not an admin of. A reset link opens all of their workspaces, so you alone cannot make it.</p>
              <p>An admin of all of them can, or whoever runs this installation, who types:</p>
              <SecretBox label="Command" value={`npm run winloop -- reset-link --email ${made.signIn}`} hint="It prints a link that works once, for an hour. They hand it to the person, not to you." />
              <p className="text-muted">If {member.name} is still signed in somewhere and knows the present password, they can change it themselves: Settings, You.</p>
            </div>
          ) : (
            <SecretBox label="Link" value={made.link} hint="Works once, for an hour. Hand it over by a way you trust: whoever opens it sets the password, and all sessions end." />
          )}
        </Modal>
      )}
      {open === 'remove' && (
        <Question title={`Remove ${member.name}?`} confirm="Remove" pending={removal.pending} onConfirm={() => void removal.change({ id: member.id }, `${member.name} was removed`).then(() => setOpen(null))} onClose={() => setOpen(null)}>
          They, and the API keys that they made, are refused from their next request on. {member.openDeals === 0 ? 'They own no open deals.' : `Their ${member.openDeals} open deals stay under their name until somebody takes them over.`} A new invitation brings them back.
        </Question>
      )}
    </>
  );
}
