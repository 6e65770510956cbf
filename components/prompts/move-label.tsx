'use client';

import { useRouter } from 'next/navigation';
import { useState, type ReactNode } from 'react';
import { Button, type ButtonLook } from '@/components/ui/button';
import { FormDialog, textField } from '@/components/ui/form-dialog';
import { TextArea } from '@/components/ui/text-input';
import { showToast } from '@/components/ui/toast-queue';
import type { PageAction } from '@/components/settings/use-change';

export type Move = { promptId: string; label: string; from: string | null; to: string | null; reason: string };
export type MoveAction = PageAction<Move, unknown>;
export type Standing = { id: string; version: number };

/** Puts a version in production: shows what changes, asks why, and offers the way back once it is done. */
export function PutInProduction({ workspace, promptId, from, to, move, diff, children, ...look }: { workspace: string; promptId: string; from: Standing; to: Standing; move: MoveAction; diff: ReactNode; children: ReactNode } & ButtonLook) {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  const goBack = () => void moveNow(move, workspace, { promptId, label: 'production', from: to.id, to: from.id, reason: `Taken back right after version ${to.version} was put in production` }, `Version ${from.version} is in production again`, () => router.refresh());
  return (
    <>
      <Button {...look} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {children}
      </Button>
      {open && (
        <FormDialog
          title={`Put version ${to.version} in production?`} line={`Every answer from now on is asked for with version ${to.version} instead of version ${from.version}. It can be rolled back at any time.`}
          workspace={workspace} save={move} submit={`Put version ${to.version} in production`} pendingText="Moving"
          read={(data) => ({ promptId, label: 'production', from: from.id, to: to.id, reason: textField(data, 'reason') ?? '' })}
          fields={(errorOf) => (
            <>
              <TextArea label="Why" name="reason" maxLength={500} hint="Kept in the history and in the audit log." error={errorOf('reason')} />
              <div className="max-h-80 overflow-y-auto" tabIndex={0} role="region" aria-label="What changes">
                {diff}
              </div>
            </>
          )}
          onSaved={() => {
            showToast(`Version ${to.version} is in production`, { tone: 'opportunity', undo: goBack });
            router.refresh();
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

async function moveNow(move: MoveAction, workspace: string, input: Move, done: string, after: () => void, undo?: () => void) {
  const outcome = await move(workspace, input);
  if (outcome.ok) showToast(done, { tone: 'opportunity', ...(undo ? { undo } : {}) });
  else showToast(outcome.error.message, { tone: 'risk' });
  after();
}

/** Back to the version before, in one click: it can be undone in the toast. */
export function RollBack({ workspace, promptId, from, to, move }: { workspace: string; promptId: string; from: Standing; to: Standing; move: MoveAction }) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const refresh = () => router.refresh();
  const roll = async () => {
    setPending(true);
    await moveNow(
      move, workspace, { promptId, label: 'production', from: from.id, to: to.id, reason: `Rolled back from version ${from.version}` }, `Version ${to.version} is in production again`, refresh,
      () => void moveNow(move, workspace, { promptId, label: 'production', from: to.id, to: from.id, reason: `The rollback to version ${to.version} was undone` }, `Version ${from.version} is in production`, refresh),
    );
    setPending(false);
  };
  return (
    <Button onClick={() => void roll()} disabled={pending}>
      Roll back to version {to.version}
    </Button>
  );
}
