import type { ReactNode } from 'react';

/** The one panel of a page before a workspace: what it is for as its heading, why in one line. */
export function AuthCard({ title, line, children }: { title: string; line?: ReactNode; children: ReactNode }) {
  return (
    <div className="card card--default p-6">
      <div className="mb-4">
        <h1 className="text-title font-semibold tracking-tight">{title}</h1>
        {line && <p className="mt-1 text-dense text-muted">{line}</p>}
      </div>
      {children}
    </div>
  );
}
