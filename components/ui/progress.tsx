import { useId } from 'react';

/** How far a piece of work is, as a bar and in words ("42,000 of 100,000 rows, 1 minute left"). */
export function Progress({ label, value, max, text }: { label: string; value: number; max: number; text: string }) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap justify-between gap-x-4 text-dense">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <span className="text-muted">{text}</span>
      </div>
      <progress id={id} value={value} max={max} aria-valuetext={text} className="progress-line" />
    </div>
  );
}
