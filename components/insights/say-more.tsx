'use client';

import { useState, type SubmitEvent } from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { closeModal, Modal } from '@/components/ui/modal';
import { TextArea } from '@/components/ui/text-input';

/** Stars and free text about one insight. */
export function SayMore({ title, stars, text, onSave, onClose }: { title: string; stars: number | null; text: string; onSave: (answer: { stars: number | null; text: string | null }) => void; onClose: () => void }) {
  const [chosen, setChosen] = useState(stars);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSave({ stars: chosen, text: String(new FormData(event.currentTarget).get('text') ?? '').trim() || null });
    closeModal(event.currentTarget);
  };
  return (
    <Modal placement="center" title="What do you think of it?" line={title} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <fieldset>
          <legend className="label mb-1">How useful was it?</legend>
          <div className="flex">
            {[1, 2, 3, 4, 5].map((value) => (
              <label key={value} className="grid size-9 cursor-pointer place-items-center rounded-box has-focus-visible:outline-2 has-focus-visible:outline-(--focus-line)">
                <input type="radio" name="stars" value={value} checked={chosen === value} onChange={() => setChosen(value)} className="sr-only" />
                <span className="sr-only">{value === 1 ? '1 star' : `${value} stars`}</span>
                <span aria-hidden className={cx('text-title leading-none', chosen !== null && value <= chosen ? 'text-caution' : 'text-muted')}>
                  {chosen !== null && value <= chosen ? '★' : '☆'}
                </span>
              </label>
            ))}
          </div>
        </fieldset>
        <TextArea label="In your words" name="text" optional maxLength={4000} defaultValue={text} hint="Read by the people who improve the advice." />
        <div className="flex justify-end gap-2">
          <Button onClick={(event) => closeModal(event.currentTarget)}>Cancel</Button>
          <Button type="submit" variant="primary">
            Save
          </Button>
        </div>
      </form>
    </Modal>
  );
}
