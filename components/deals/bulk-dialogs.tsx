'use client';

import { useState, type SubmitEvent } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { closeModal, Modal } from '@/components/ui/modal';
import { TextArea, TextInput } from '@/components/ui/text-input';
import type { Stage } from '@/lib/deals/schema';
import { countOf } from './deal-words';
import type { Skipped } from './use-bulk';

const Buttons = ({ confirm }: { confirm: string }) => (
  <div className="flex justify-end gap-2">
    <Button onClick={(event) => closeModal(event.currentTarget)}>Cancel</Button>
    <Button type="submit" variant="primary">{confirm}</Button>
  </div>
);

/** One day for all of them, or none. */
export function BulkDate({ count, onSet, onClose }: { count: number; onSet: (day: string | null) => void; onClose: () => void }) {
  const [none, setNone] = useState(false);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const day = String(new FormData(event.currentTarget).get('day') ?? '');
    if (!none && day === '') return;
    closeModal(event.currentTarget);
    onSet(none ? null : day);
  };
  return (
    <Modal placement="center" title="Set the close date" line={`Of ${countOf(count, 'deal')}`} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextInput label="Expected close" name="day" type="date" disabled={none} required={!none} />
        <Checkbox label="No date" checked={none} onChange={(event) => setNone(event.currentTarget.checked)} />
        <Buttons confirm="Set date" />
      </form>
    </Modal>
  );
}

/** Closing many asks once: the reason is every deal's. */
export function BulkReason({ stage, count, onGiven, onClose }: { stage: Stage; count: number; onGiven: (reason: string) => void; onClose: () => void }) {
  const [error, setError] = useState<string | undefined>();
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get('reason') ?? '').trim();
    if (reason === '') return setError('Please fill this in');
    closeModal(event.currentTarget);
    onGiven(reason);
  };
  return (
    <Modal placement="center" title={`Close ${countOf(count, 'deal')} as ${stage.kind}`} line="This is not undone in one step: each deal can be opened again on its page." onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4" noValidate>
        <TextArea label={stage.kind === 'won' ? 'What made them say yes?' : 'Why were they lost?'} name="reason" maxLength={500} error={error} hint="One reason for all. Deals with reasons of their own are better closed one by one: the next deals learn from it." />
        <Buttons confirm={`Close as ${stage.kind}`} />
      </form>
    </Modal>
  );
}

const MOST = 100;

/** Which deals were left out of a change, and why. */
export function LeftOut({ skipped, onClose }: { skipped: Skipped; onClose: () => void }) {
  return (
    <Modal placement="center" title={`${countOf(skipped.length, 'deal')} left out`} line="The others were changed." onClose={onClose}>
      <ul className="flex flex-col gap-1.5 text-dense">
        {skipped.slice(0, MOST).map(({ id, name, reason }) => (
          <li key={id}>
            <span className="font-medium">{name ?? 'A deal'}</span> <span className="text-muted">{reason}</span>
          </li>
        ))}
        {skipped.length > MOST && <li className="text-muted">and {skipped.length - MOST} more</li>}
      </ul>
    </Modal>
  );
}
