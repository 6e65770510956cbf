import { useId, type ComponentProps, type ReactNode } from 'react';
import { cx } from './cx';

/** One yes or no. The label is part of the target; the hint is read with it. */
export function Checkbox({ label, hint, hideLabel, className, ...rest }: Omit<ComponentProps<'input'>, 'id' | 'type'> & { label: string; hint?: ReactNode; hideLabel?: boolean }) {
  const id = useId();
  return (
    <div className={cx('flex items-start gap-2', className)}>
      {/* 24 pixels of target around 16 of box */}
      <span className="-m-1 grid size-6 shrink-0 place-items-center">
        <input id={id} type="checkbox" aria-describedby={hint ? `${id}-hint` : undefined} className="size-4 cursor-pointer accent-(--brand) disabled:cursor-not-allowed" {...rest} />
      </span>
      <span className={hideLabel ? 'sr-only' : 'flex flex-col'}>
        <label htmlFor={id} className="cursor-pointer text-dense leading-4">
          {label}
        </label>
        {hint && (
          <span id={`${id}-hint`} className="description">
            {hint}
          </span>
        )}
      </span>
    </div>
  );
}
