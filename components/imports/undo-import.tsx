'use client';

import { Undo2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { showToast } from '@/components/ui/toast-queue';
import type { ImportState } from '@/lib/imports/schema';
import type { ActionResult } from '@/lib/server/action';
import { resultWords } from './import-words';

/** Takes the whole import back, after asking. */
export function UndoImport({ workspace, state, undo }: { workspace: string; state: ImportState; undo: (workspace: string, input: { importId: string }) => Promise<ActionResult<void>> }) {
  const router = useRouter();
  const take = async () => {
    const result = await undo(workspace, { importId: state.id });
    if (!result.ok) showToast(result.error.message, { tone: 'risk' });
    router.refresh();
  };
  return (
    <ConfirmDialog trigger={<><Undo2 aria-hidden />Undo this import</>} title="Take the whole import back?" confirm="Undo the import" pendingText="Starting…" action={take} danger>
      What it created is removed and what it changed becomes what it was ({resultWords(state)}). Records that somebody changed since stay as they are and are named.
    </ConfirmDialog>
  );
}
