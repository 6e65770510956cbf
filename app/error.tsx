'use client';

import { Button, LinkButton } from '@/components/ui/button';

/** When rendering failed: what to do next, and the number under which it is in the log. The cause itself stays on the server. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="mx-auto flex min-h-[60dvh] max-w-md flex-col items-start justify-center gap-2 p-6">
      <title>Something failed · Winloop</title>
      <h1 className="text-title font-semibold tracking-tight">This page could not be shown</h1>
      <p className="text-muted">Nothing you entered before has been lost. Try again; if it fails again, give this number to whoever runs your workspace.</p>
      {error.digest && <p className="font-mono text-dense">{error.digest}</p>}
      <div className="mt-2 flex gap-2">
        <Button variant="primary" onClick={reset}>
          Try again
        </Button>
        <LinkButton href="/">Go to your workspace</LinkButton>
      </div>
    </main>
  );
}
