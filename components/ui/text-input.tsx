import type { ComponentProps } from 'react';
import { Field, splitField, type FieldProps } from './field';

/** One line of text with its label, hint and error. `className` sizes the whole field. */
export function TextInput(props: FieldProps & Omit<ComponentProps<'input'>, keyof FieldProps | 'id'>) {
  const [field, input] = splitField(props);
  return <Field {...field}>{(control) => <input type="text" required={!field.optional} {...input} {...control} className="input input--full-width" />}</Field>;
}

/** Several lines of text with label, hint and error; grows with what is typed where the browser can. */
export function TextArea(props: FieldProps & Omit<ComponentProps<'textarea'>, keyof FieldProps | 'id'>) {
  const [field, area] = splitField(props);
  return (
    <Field {...field}>
      {(control) => <textarea rows={3} required={!field.optional} {...area} {...control} className="textarea textarea--full-width field-sizing-content max-h-80 min-h-16" />}
    </Field>
  );
}
