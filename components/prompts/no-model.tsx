import Link from 'next/link';
import { Notice } from '@/components/ui/notice';

/** Without a key a prompt changes nothing: said plainly, with what does. */
export function NoModel({ workspace }: { workspace: string }) {
  return (
    <Notice tone="neutral" title="No language model has a key, so prompts make no difference yet">
      The built-in analyst answers every task, whatever a prompt says. What it says is changed by the <Link href={`/w/${workspace}/settings/rules`} className="underline">rules</Link>: which of them speak, and from which numbers on. Versions written here are used as soon as a key is set.
    </Notice>
  );
}
