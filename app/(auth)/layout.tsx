import type { ReactNode } from 'react';

/** Pages before a workspace: one column, one thing to do. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center gap-6 p-4 py-10">
      <p className="flex items-center gap-2 text-base font-semibold tracking-tight">
        <span aria-hidden className="grid size-7 place-items-center rounded-md bg-accent text-dense text-accent-foreground">
          W
        </span>
        Winloop
      </p>
      {children}
    </main>
  );
}
