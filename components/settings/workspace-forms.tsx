'use client';

import { Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { enter } from '@/components/people/enter';
import { Button } from '@/components/ui/button';
import { Modal } from '@/components/ui/modal';
import { Select, type SelectOption } from '@/components/ui/select';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';
import { showToast } from '@/components/ui/toast-queue';
import { useAction } from '@/components/ui/use-action';
import { Form, textOf, unplaced } from './form';
import { useChange, type PageAction } from './use-change';

interface Workspace {
  name: string;
  currency: string;
  timezone: string;
}

export function WorkspaceForm({ slug, workspace, currencies, zones, save }: { slug: string; workspace: Workspace; currencies: readonly SelectOption[]; zones: readonly SelectOption[]; save: PageAction<Workspace, unknown> }) {
  const router = useRouter();
  const action = useAction(save, slug);
  const send = async (data: FormData) => {
    if ((await action.run({ name: textOf(data, 'name'), currency: textOf(data, 'currency'), timezone: textOf(data, 'timezone') })) === null) return;
    showToast('Saved', { tone: 'opportunity' });
    router.refresh();
  };
  return (
    <Form onSend={(data) => void send(data)} problem={unplaced(action, ['name', 'currency', 'timezone'])} className="max-w-md">
      <TextInput label="Name" name="name" defaultValue={workspace.name} maxLength={80} autoComplete="organization" error={action.errorOf('name')} />
      <Select label="Currency" name="currency" options={currencies} defaultValue={workspace.currency} hint="Sums and comparisons are in it. Another currency converts the rates below." error={action.errorOf('currency')} />
      <Select label="Time zone" name="timezone" options={zones} defaultValue={workspace.timezone} hint="Dates and times are shown in it." error={action.errorOf('timezone')} />
      <SubmitButton variant="outline" pending={action.pending} pendingText="Saving" className="self-start">
        Save workspace
      </SubmitButton>
    </Form>
  );
}

type Rate = { currency: string; rate: number; asOf: string; source: string };

export function RateForm({ slug, own, currencies, today, save }: { slug: string; own: string; currencies: readonly SelectOption[]; today: string; save: PageAction<Rate, unknown> }) {
  const router = useRouter();
  const box = useRef<HTMLDivElement>(null);
  const action = useAction(save, slug);
  const send = async (data: FormData) => {
    const rate = { currency: textOf(data, 'currency'), rate: Number(textOf(data, 'rate')), asOf: textOf(data, 'asOf'), source: textOf(data, 'source') };
    if ((await action.run(rate)) === null) return;
    box.current?.querySelector('form')?.reset();
    showToast(`Rate of ${rate.currency} saved; deals are being judged anew`, { tone: 'opportunity' });
    router.refresh();
  };
  return (
    <div ref={box}>
      <Form onSend={(data) => void send(data)} problem={unplaced(action, ['currency', 'rate', 'asOf', 'source'])}>
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
          <Select label="Currency" name="currency" options={currencies} defaultValue={own === 'EUR' ? 'USD' : 'EUR'} error={action.errorOf('currency')} />
          <TextInput label={`${own} for one`} name="rate" type="number" min={0} step="any" inputMode="decimal" error={action.errorOf('rate')} />
          <TextInput label="On" name="asOf" type="date" max={today} defaultValue={today} error={action.errorOf('asOf')} />
          <TextInput label="Source" name="source" maxLength={120} placeholder="European Central Bank" error={action.errorOf('source')} />
        </div>
        <SubmitButton variant="outline" pending={action.pending} pendingText="Saving" className="self-start">
          Save rate
        </SubmitButton>
      </Form>
    </div>
  );
}

export function DropRate({ slug, rate, drop, save }: { slug: string; rate: Rate; drop: PageAction<{ currency: string }, unknown>; save: PageAction<Rate, unknown> }) {
  const removal = useChange(drop, slug);
  const back = useChange(save, slug);
  return (
    <Button
      size="sm"
      variant="ghost"
      iconOnly
      aria-label={`Remove the rate of ${rate.currency}`}
      aria-disabled={removal.pending}
      onClick={() => void removal.change({ currency: rate.currency }, `Rate of ${rate.currency} removed`, () => void back.change(rate, 'The rate is back'))}
    >
      <Trash2 aria-hidden />
    </Button>
  );
}

/** Cannot be undone, so the name is typed. */
export function RemoveSample({ slug, name, remove }: { slug: string; name: string; remove: PageAction<{ confirmation: string }, unknown> }) {
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const action = useAction(remove, slug);
  const send = async () => {
    if ((await action.run({ confirmation: typed })) === null) return;
    // The workspace and perhaps the session are gone: begin anew.
    enter('/');
  };
  return (
    <>
      <Button variant="danger" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        Remove the sample workspace
      </Button>
      {open && (
        <Modal placement="center" role="alertdialog" title="Remove the sample workspace?" onClose={() => setOpen(false)}>
          <Form onSend={() => void send()} problem={unplaced(action, ['confirmation'])}>
            <p className="text-dense text-muted">All of its deals, insights, members, keys and its audit log are deleted, and the sample sign-ins stop working. This cannot be undone, and it does not come back by itself.</p>
            <TextInput label={`Type ${name} to confirm`} name="confirmation" autoComplete="off" autoFocus value={typed} onChange={(event) => setTyped(event.currentTarget.value)} error={action.errorOf('confirmation')} />
            <SubmitButton variant="danger" pending={action.pending} pendingText="Removing" disabled={typed.trim() !== name} className="self-start">
              Remove it
            </SubmitButton>
          </Form>
        </Modal>
      )}
    </>
  );
}
