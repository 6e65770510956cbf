import type { ReactNode } from 'react';

export interface PageHeaderProps {
  title: string;
  /** The one line that says what is true now: "128 open, 4.2 M USD, 37 need attention". */
  line?: ReactNode;
  /** Where this page hangs: a link to the list that it came from. */
  back?: ReactNode;
  /** At most one of them primary. */
  actions?: ReactNode;
}

/** Title, what is true now, and what can be done: the head of each page. The first row leaves room for the shell's search and menus. */
export function PageHeader({ title, line, back, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-col gap-1 pb-4">
      <div className="flex min-h-8 min-w-0 items-center gap-2 lg:pe-(--shell-tools)">
        {back}
        <h1 className="min-w-0 text-title font-semibold tracking-tight text-balance">{title}</h1>
      </div>
      {(line || actions) && (
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 lg:min-h-8">
          <div className="min-w-0 text-dense text-muted">{line}</div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </div>
      )}
    </header>
  );
}
