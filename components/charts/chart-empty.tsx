import type { ReactNode } from 'react';

/** A chart that has nothing to draw yet: its own grid, and in it what is missing. */
export function ChartEmpty({ children }: { children: ReactNode }) {
  return (
    <div className="relative grid h-52 place-items-center border-s border-b border-hairline ps-2">
      <div aria-hidden className="absolute inset-0 flex flex-col justify-between">
        {[0, 1, 2, 3].map((line) => (
          <div key={line} className="border-t border-hairline" />
        ))}
        <div />
      </div>
      <p className="relative max-w-80 rounded-box bg-surface px-3 py-2 text-center text-dense text-balance text-muted">{children}</p>
    </div>
  );
}
