'use client';

import { useState } from 'react';
import { cx } from '@/components/ui/cx';
import { textField } from '@/components/ui/form-dialog';
import { TextArea } from '@/components/ui/text-input';
import { AnswerDialog } from './answer-dialog';

/** Stars and free text about one insight. */
export function SayMore({ title, stars, text, onSave, onClose }: { title: string; stars: number | null; text: string; onSave: (answer: { stars: number | null; text: string | null }) => void; onClose: () => void }) {
  const [chosen, setChosen] = useState(stars);
  const save = (data: FormData): boolean => {
    onSave({ stars: chosen, text: textField(data, 'text') });
    return true;
  };
  return (
    <AnswerDialog title="What do you think of it?" line={title} onSave={save} onClose={onClose}>
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
    </AnswerDialog>
  );
}
