'use client';

import { useState, type ReactNode } from 'react';
import { TextInput } from '@/components/ui/text-input';

interface Props {
  label: string;
  /** NaN or null: nothing is typed. */
  value: number | null;
  /** NaN when nothing is typed, or no number. */
  onChange: (value: number) => void;
  /** What is shown is the value times this: 100 for percent. */
  scale?: number;
  hint?: ReactNode;
  error?: readonly string[];
  optional?: boolean;
  min?: number;
  max?: number;
  className?: string;
}

const shown = (value: number | null, scale: number): string => (value === null || Number.isNaN(value) ? '' : String(Number((value * scale).toPrecision(12))));

/** A number that keeps what was typed, also while it is none ("0." on the way to "0.5"). */
export function NumberField({ label, value, onChange, scale = 1, min, max, ...field }: Props) {
  const [typed, setTyped] = useState<{ text: string; value: number } | null>(null);
  // Set from elsewhere (a template, a suggestion): what was typed before is over.
  const text = typed && Object.is(typed.value, value ?? NaN) ? typed.text : shown(value, scale);
  return (
    <TextInput
      {...field} label={label} type="number" inputMode="decimal" step="any" min={min} max={max} value={text}
      onChange={(event) => {
        const given = event.currentTarget.value;
        const next = given.trim() === '' ? NaN : Number((Number(given) / scale).toPrecision(12));
        setTyped({ text: given, value: next });
        onChange(next);
      }}
    />
  );
}
