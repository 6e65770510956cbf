import { CircleAlert } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { cx } from './cx';

export interface FieldProps {
  label: string;
  /** What to enter and why, before anything is wrong. */
  hint?: ReactNode;
  /** What is wrong and how to put it right; several when a schema found several. */
  error?: string | readonly string[];
  optional?: boolean;
  /** Keeps the label for screen readers only, where the layout already says it (a search box). */
  hideLabel?: boolean;
  className?: string;
}

/** What a control needs so that its label, hint and error are read out with it. */
export interface FieldControl {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
  'data-invalid': true | undefined;
}

/** Label, control, hint and error as one thing. The inputs of this folder are made with it; use it directly for other controls. */
export function Field({ label, hint, error, optional, hideLabel, className, children }: FieldProps & { children: (control: FieldControl) => ReactNode }) {
  const id = useId();
  const errors = (typeof error === 'string' ? [error] : (error ?? [])).filter((text) => text !== '');
  const described = [hint ? `${id}-hint` : null, errors.length > 0 ? `${id}-error` : null].filter((part) => part !== null);
  const invalid = errors.length > 0 ? true : undefined;
  return (
    <div className={cx('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'label'}>
        {label}
        {optional && <span className="ms-1 font-normal text-muted">(optional)</span>}
      </label>
      {children({ id, 'aria-describedby': described.join(' ') || undefined, 'aria-invalid': invalid, 'data-invalid': invalid })}
      {hint && (
        <p id={`${id}-hint`} className="description">
          {hint}
        </p>
      )}
      {invalid && (
        <p id={`${id}-error`} className="flex items-start gap-1 text-xs text-risk">
          <CircleAlert size={12} className="mt-0.5 shrink-0" aria-hidden />
          <span>{errors.join(' ')}</span>
        </p>
      )}
    </div>
  );
}

/** The part of a text control's props that belongs to its field, and the rest. */
export function splitField<Props extends FieldProps>(props: Props): [FieldProps, Omit<Props, keyof FieldProps>] {
  const { label, hint, error, optional, hideLabel, className, ...rest } = props;
  return [{ label, hint, error, optional, hideLabel, className }, rest];
}
