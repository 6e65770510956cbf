'use client';

import { useState } from 'react';
import { cx } from '@/components/ui/cx';
import { textField } from '@/components/ui/form-dialog';
import { TextArea } from '@/components/ui/text-input';
import type { Accuracy } from '@/lib/feedback/schema';
import { AnswerDialog } from './answer-dialog';
import { ACCURACY_WORDS } from './insight-words';

interface SayMoreProps {
  title: string;
  accuracy: Accuracy | null;
  stars: number | null;
  text: string;
  onSave: (answer: { accuracy: Accuracy | null; stars: number | null; text: string | null }) => void;
  onClose: () => void;
}

/** Whether it is so, stars and free text about one insight. */
export function SayMore({ title, accuracy, stars, text, onSave, onClose }: SayMoreProps) {
  const [so, setSo] = useState(accuracy);
  const [chosen, setChosen] = useState(stars);
  const save = (data: FormData): boolean => {
    onSave({ accuracy: so, stars: chosen, text: textField(data, 'text') });
    return true;
  };
  return (
    <AnswerDialog title="What do you think of it?" line={title} onSave={save} onClose={onClose}>
      <fieldset>
        <legend className="label mb-1">Is what it says so?</legend>
        <div className="flex flex-wrap gap-1">
          {(Object.keys(ACCURACY_WORDS) as Accuracy[]).map((value) => (
            <label key={value} className={cx('flex h-8 cursor-pointer items-center rounded-box px-3 text-dense has-focus-visible:outline-2 has-focus-visible:outline-(--focus-line) pointer-coarse:h-10', so === value ? 'bg-action-soft font-medium text-action' : 'bg-default text-foreground')}>
              <input type="radio" name="accuracy" value={value} checked={so === value} onChange={() => setSo(value)} className="sr-only" />
              {ACCURACY_WORDS[value]}
            </label>
          ))}
        </div>
      </fieldset>
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
