'use client';

import { X } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useChange } from '@/components/settings/use-change';
import { Button } from '@/components/ui/button';
import { FormDialog, textField } from '@/components/ui/form-dialog';
import { TextInput } from '@/components/ui/text-input';
import { showToast } from '@/components/ui/toast-queue';
import type { MoveAction } from './move-label';

/** Labels of people's own at a version: taken off with a click, added by name. They change nothing but what can be found. */
export function OwnLabels({ workspace, promptId, versionId, here, elsewhere, move }: {
  workspace: string; promptId: string; versionId: string; here: readonly string[];
  /** Labels that stand at other versions, and where: setting one here moves it. */
  elsewhere: Readonly<Record<string, string>>; move: MoveAction;
}) {
  const router = useRouter();
  const { change, pending } = useChange(move, workspace);
  const [open, setOpen] = useState(false);
  const takeOff = (label: string) => void change(
    { promptId, label, from: versionId, to: null, reason: '' }, `“${label}” taken off`, () => void change({ promptId, label, from: null, to: versionId, reason: '' }, `“${label}” is back`),
  );
  return (
    <>
      {here.map((label) => (
        <Button key={label} size="sm" variant="outline" disabled={pending} onClick={() => takeOff(label)} aria-label={`Take off ${label}`}>
          {label}
          <X aria-hidden />
        </Button>
      ))}
      <Button size="sm" variant="ghost" onClick={() => setOpen(true)} aria-haspopup="dialog">
        Label
      </Button>
      {open && (
        <FormDialog
          title="Label this version" line="A name to find it by, for example “holiday-season”. A label stands at one version: set here, it leaves the other." workspace={workspace} save={move} submit="Set label" pendingText="Setting"
          read={(data) => { const label = textField(data, 'label') ?? ''; return { promptId, label, from: elsewhere[label] ?? null, to: versionId, reason: '' }; }}
          fields={(errorOf) => <TextInput label="Label" name="label" maxLength={40} autoComplete="off" hint="Small letters, digits and hyphens." error={errorOf('label')} />}
          onSaved={() => { showToast('Label set', { tone: 'opportunity' }); router.refresh(); }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
