'use client';

import { X } from 'lucide-react';
import Form from 'next/form';
import { useRouter } from 'next/navigation';
import { useRef, type SubmitEvent } from 'react';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/select';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';
import { showToast } from '@/components/ui/toast-queue';
import { useAction, type Outcome } from '@/components/ui/use-action';

export type LinkAction = (workspace: string, input: { contactId: string; dealId: string }) => Promise<Outcome<{ linked: boolean }>>;
export interface DealLinkProps {
  workspace: string;
  contactId: string;
  link: LinkAction;
  unlink: LinkAction;
}

/** Takes the contact off a deal; undone from the toast. */
export function UnlinkDeal({ workspace, contactId, link, unlink, deal }: DealLinkProps & { deal: { id: string; name: string } }) {
  const router = useRouter();
  const taking = useAction(unlink, workspace);
  const putting = useAction(link, workspace);
  const ids = { contactId, dealId: deal.id };
  const takeOff = async () => {
    if (!(await taking.run(ids))) return showToast('That did not work. Nothing was changed.', { tone: 'risk' });
    router.refresh();
    showToast(`No longer on ${deal.name}; its score looked again`, { undo: () => void putting.run(ids).then(() => router.refresh()) });
  };
  return (
    <Button size="sm" variant="ghost" iconOnly aria-label={`Take off ${deal.name}`} aria-disabled={taking.pending} onClick={() => void takeOff()}>
      <X aria-hidden />
    </Button>
  );
}

export interface LinkDealProps extends Omit<DealLinkProps, 'unlink'> {
  choices: readonly { id: string; name: string }[];
  /** Where there are too many to choose from: the page that narrows them, and to what it did. */
  find: { path: string; text: string } | null;
}

/** Puts the contact on an open deal: those of their account come first. */
export function LinkDeal({ workspace, contactId, link, choices, find }: LinkDealProps) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const action = useAction(link, workspace);
  const send = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const dealId = String(new FormData(event.currentTarget).get('dealId') ?? '');
    if (!(await action.run({ contactId, dealId }))) return;
    form.current?.reset();
    router.refresh();
    showToast('Put on the deal; its score looked again', { tone: 'opportunity' });
  };
  return (
    <div className="flex flex-col gap-3 border-t border-hairline p-4">
      {find && (
        <Form action={find.path} role="search" aria-label="Find a deal" className="flex items-end gap-2">
          <TextInput className="min-w-0 flex-1" label="Find a deal by its name" name="find" type="search" optional maxLength={200} defaultValue={find.text} key={find.text} />
          <Button type="submit">Find</Button>
        </Form>
      )}
      <form ref={form} onSubmit={(event) => void send(event)} className="flex items-end gap-2" noValidate>
        <Select className="min-w-0 flex-1" label="Put on a deal" name="dealId" defaultValue="" options={[{ value: '', label: choices.length === 0 ? 'No open deal has that name' : 'Choose an open deal', disabled: true }, ...choices.map(({ id, name }) => ({ value: id, label: name }))]}
          error={action.errorOf('dealId').length > 0 ? 'Choose a deal.' : (action.problem ?? undefined)}
        />
        <SubmitButton variant="outline" pending={action.pending} pendingText="Adding">
          Add
        </SubmitButton>
      </form>
    </div>
  );
}
