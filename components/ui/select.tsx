import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Field, splitField, type FieldProps } from './field';

export interface SelectOption {
  value: string;
  label: string;
  disabled?: boolean;
}

/** The browser's own select under our look: keyboard, typeahead and the phone's wheel come with it, and it costs no script. */
export function Select(props: FieldProps & { options: readonly SelectOption[] } & Omit<ComponentProps<'select'>, keyof FieldProps | 'id' | 'children'>) {
  const [field, { options, ...select }] = splitField(props);
  return (
    <Field {...field}>
      {(control) => (
        <span className="relative block">
          <select {...select} {...control} className="input input--full-width appearance-none truncate pe-8">
            {options.map((option) => (
              <option key={option.value} value={option.value} disabled={option.disabled}>
                {option.label}
              </option>
            ))}
          </select>
          <ChevronDown size={16} aria-hidden className="pointer-events-none absolute end-2 top-1/2 -translate-y-1/2 text-muted" />
        </span>
      )}
    </Field>
  );
}
