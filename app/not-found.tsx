import type { Metadata } from 'next';
import { LinkButton } from '@/components/ui/button';

export const metadata: Metadata = { title: 'Not found' };

/** The same page for what does not exist and for what the reader may not see: an address gives nothing away. */
export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-[60dvh] max-w-md flex-col items-start justify-center gap-2 p-6">
      <h1 className="text-title font-semibold tracking-tight">There is nothing at this address</h1>
      <p className="text-muted">It may have been removed, or it belongs to a workspace that you are not a member of. Check the address, or ask whoever sent it to you.</p>
      <LinkButton href="/" variant="primary" className="mt-2">
        Go to your workspace
      </LinkButton>
    </main>
  );
}
