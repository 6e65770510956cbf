import type { ReactNode } from 'react';

export interface EmptyStateProps {
  /** Why there is nothing: "No deal matches these filters". */
  title: string;
  /** What it would show, and what is missing until then: "37 of 50 closed deals until your own model". */
  children: ReactNode;
  /** The step that starts it. */
  action?: ReactNode;
  icon?: ReactNode;
}

/** An empty place that explains itself and offers the first step. */
export function EmptyState({ title, children, action, icon }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-1 px-4 py-12 text-center">
      {icon && <span className="mb-2 grid size-10 place-items-center rounded-card border border-hairline bg-surface-secondary text-muted [&_svg]:size-5">{icon}</span>}
      <p className="text-sm font-medium">{title}</p>
      <div className="max-w-prose text-dense text-balance text-muted">{children}</div>
      {action && <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
