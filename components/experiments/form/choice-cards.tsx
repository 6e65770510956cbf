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
          <div key={option.value} className={cx('relative flex items-start gap-2 rounded-box border p-3 text-dense', option.closed ? 'border-hairline' : 'hover:bg-surface-secondary', option.value === value ? 'border-accent bg-action-soft' : 'border-hairline-strong')}>
            <input type="radio" id={`${name}-${option.value}`} name={name} value={option.value} checked={option.value === value} disabled={Boolean(option.closed)} onChange={() => onChange(option.value)} aria-describedby={`${name}-${option.value}-what`} className="mt-0.5 size-4 shrink-0 accent-(--brand)" />
            <div className="min-w-0">
              {/* The whole card is the label's target. */}
              <label htmlFor={`${name}-${option.value}`} className={cx('font-medium after:absolute after:inset-0', option.closed ? 'after:cursor-not-allowed' : 'after:cursor-pointer')}>{option.title}</label>
              <p id={`${name}-${option.value}-what`} className="text-xs text-muted">{option.closed ?? option.what}</p>
            </div>
          </div>
        ))}
      </div>
    </fieldset>
  );
}
