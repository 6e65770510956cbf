'use client';

import { EllipsisVertical, Pencil, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Form, textOf, unplaced } from '@/components/settings/form';
import { useChange, type PageAction } from '@/components/settings/use-change';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Menu } from '@/components/ui/menu';
import { Modal } from '@/components/ui/modal';
import { Question } from '@/components/ui/question';
import { Select } from '@/components/ui/select';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';
import { showToast } from '@/components/ui/toast-queue';
import { useAction } from '@/components/ui/use-action';
import type { SightSettings } from '@/lib/workspaces/schema';

function NameForm<I>({ workspace, name, save, input, label, onDone }: { workspace: string; name: string; save: PageAction<I, unknown>; input: (name: string) => I; label: string; onDone: () => void }) {
  const router = useRouter();
  const action = useAction(save, workspace);
  const send = async (data: FormData) => {
    const text = textOf(data, 'name');
    if ((await action.run(input(text))) === null) return;
    showToast(`Team ${text} saved`, { tone: 'opportunity' });
    router.refresh();
    onDone();
  };
  return (
    <Form onSend={(data) => void send(data)} problem={unplaced(action, ['name'])}>
      <TextInput label="Name" name="name" defaultValue={name} maxLength={80} autoFocus autoComplete="off" error={action.errorOf('name')} />
      <SubmitButton pending={action.pending} pendingText="Saving" className="self-start">
        {label}
      </SubmitButton>
    </Form>
  );
}

export function NewTeam({ workspace, create }: { workspace: string; create: PageAction<{ name: string }, unknown> }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        New team
      </Button>
      {open && (
        <Modal placement="center" title="New team" onClose={() => setOpen(false)}>
          <NameForm workspace={workspace} name="" save={create} input={(name) => ({ name })} label="Create team" onDone={() => setOpen(false)} />
        </Modal>
      )}
    </>
  );
}

export interface TeamMenuProps {
  workspace: string;
  team: { id: string; name: string; size: number };
  rename: PageAction<{ id: string; name: string }, unknown>;
  remove: PageAction<{ id: string }, unknown>;
}

/** Rename or delete a team. */
export function TeamMenu({ workspace, team, rename, remove }: TeamMenuProps) {
  const [open, setOpen] = useState<'rename' | 'delete' | null>(null);
  const removal = useChange(remove, workspace);
  return (
    <>
      <Menu
        label={`More for team ${team.name}`}
        variant="ghost"
        size="sm"
        iconOnly
        trigger={<EllipsisVertical aria-hidden />}
        groups={[{
          key: 'team',
          entries: [
            { key: 'rename', label: 'Rename', icon: <Pencil aria-hidden />, onSelect: () => setOpen('rename') },
            { key: 'delete', label: 'Delete', icon: <Trash2 aria-hidden />, danger: true, onSelect: () => setOpen('delete') },
          ],
        }]}
      />
      {open === 'rename' && (
        <Modal placement="center" title={`Rename ${team.name}`} onClose={() => setOpen(null)}>
          <NameForm workspace={workspace} name={team.name} save={rename} input={(name) => ({ id: team.id, name })} label="Rename" onDone={() => setOpen(null)} />
        </Modal>
      )}
      {open === 'delete' && (
        <Question title={`Delete team ${team.name}?`} confirm="Delete team" pending={removal.pending} onConfirm={() => void removal.change({ id: team.id }, `Team ${team.name} was deleted`).then(() => setOpen(null))} onClose={() => setOpen(null)}>
          {team.size === 0 ? 'It has no members.' : `Its ${team.size} members stay in the workspace, without a team: its managers then see their own deals only.`}
        </Question>
      )}
    </>
  );
}

type Sight = Required<SightSettings>;

/** Whose deals reps and managers see; saved as it is chosen. */
export function SightForm({ workspace, sight, save }: { workspace: string; sight: Sight; save: PageAction<Partial<Sight>, unknown> }) {
  const { change, pending } = useChange(save, workspace);
  const set = (next: Partial<Sight>, back: Partial<Sight>) => void change(next, 'Saved; it counts from everybody’s next request', () => void change(back, 'As it was before'));
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Select
        key={`rep-${sight.repSees}`}
        label="A rep sees"
        defaultValue={sight.repSees}
        disabled={pending}
        options={[{ value: 'own', label: 'their own deals' }, { value: 'team', label: 'the deals of their team' }, { value: 'all', label: 'all deals' }]}
        onChange={(event) => set({ repSees: event.currentTarget.value as Sight['repSees'] }, { repSees: sight.repSees })}
      />
      <Select
        key={`manager-${sight.managerSees}`}
        label="A manager sees"
        defaultValue={sight.managerSees}
        disabled={pending}
        options={[{ value: 'team', label: 'the deals of their team' }, { value: 'all', label: 'all deals' }]}
        onChange={(event) => set({ managerSees: event.currentTarget.value as Sight['managerSees'] }, { managerSees: sight.managerSees })}
      />
      <Checkbox
        key={`unowned-${sight.repSeesUnowned}`}
        label="Reps also see deals that have no owner"
        hint="Managers always do: they hand them out."
        className="sm:col-span-2"
        defaultChecked={sight.repSeesUnowned}
        disabled={pending}
        onChange={(event) => set({ repSeesUnowned: event.currentTarget.checked }, { repSeesUnowned: sight.repSeesUnowned })}
      />
    </div>
  );
}
