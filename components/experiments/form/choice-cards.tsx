'use client';

import { useId } from 'react';
import { cx } from '@/components/ui/cx';

interface Props<T extends string> {
  label: string;
  hideLabel?: boolean;
  value: T | null;
  onChange: (value: T) => void;
  options: readonly { value: T; title: string; what: string; closed?: string | null | undefined }[];
  /** At most this many beside each other. */
  columns?: 2 | 3;
}

/** One of a few, each with a sentence that says what it means. Radio buttons, drawn as cards. */
export function ChoiceCards<T extends string>({ label, hideLabel = false, value, onChange, options, columns = 2 }: Props<T>) {
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className={hideLabel ? 'sr-only' : 'label mb-1'}>{label}</legend>
      <div className={cx('grid gap-2', columns === 3 ? 'sm:grid-cols-2 lg:grid-cols-3' : 'sm:grid-cols-2')}>
        {options.map((option) => (
          <label key={option.value} className={cx('flex items-start gap-2 rounded-box border p-3 text-dense', option.closed ? 'cursor-not-allowed border-hairline' : 'cursor-pointer hover:bg-surface-secondary', option.value === value ? 'border-accent bg-action-soft' : 'border-hairline-strong')}>
            <input type="radio" name={name} value={option.value} checked={option.value === value} disabled={Boolean(option.closed)} onChange={() => onChange(option.value)} className="mt-0.5 size-4 shrink-0 accent-(--brand)" />
            <span className="min-w-0">
              <span className="font-medium">{option.title}</span>
              <span className="block text-xs text-muted">{option.closed ?? option.what}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
