'use client';

import { RefreshCw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { PageAction } from '@/components/settings/use-change';
import { Button, type ButtonLook } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { FormDialog, textField } from '@/components/ui/form-dialog';
import { TextInput } from '@/components/ui/text-input';
import { showToast } from '@/components/ui/toast-queue';
import { MODELS, type ModelName, type ModelUpdate } from '@/lib/models/life/schema';

export type CheckAction = PageAction<{ models: ModelName[]; forceRetrain: boolean; why: string }, readonly ModelUpdate[]>;

/** Looks at models now: for drift, for enough to learn anew; trains what needs it, or all that was asked for. Says why, because it is written down. */
export function CheckNow({ workspace, models, check, ...look }: { workspace: string; /** Which may be looked at; with several, the person chooses. */ models: readonly ModelName[]; check: CheckAction } & ButtonLook) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const one = models.length === 1 ? models[0]! : null;
  return (
    <>
      <Button {...look} onClick={() => setOpen(true)} aria-haspopup="dialog">
        <RefreshCw aria-hidden />
        Check and update now
      </Button>
      {open && (
        <FormDialog
          title={one ? `Check the ${MODELS[one].label.toLowerCase()} now` : 'Check models now'}
          line="It is looked for drift and for enough to learn anew, and trained if either asks for it. A new version is tried before it is used: on the same hold-out first, then in shadow."
          workspace={workspace} save={check} submit="Check now" pendingText="Checking…"
          read={(data) => ({ models: one ? [one] : models.filter((model) => data.get(`model ${model}`) === 'on'), forceRetrain: data.get('force') === 'on', why: textField(data, 'why') ?? '' })}
          fields={(errorOf) => (
            <>
              {!one && (
                <fieldset className="flex flex-col gap-2">
                  <legend className="label mb-1">Models</legend>
                  {models.map((model) => <Checkbox key={model} label={MODELS[model].label} name={`model ${model}`} defaultChecked />)}
                  {errorOf('models').length > 0 && <p className="text-xs text-risk">Choose at least one.</p>}
                </fieldset>
              )}
              <TextInput name="why" label="Why" hint="Kept with the training and in the audit log, for example: prices changed last week" error={errorOf('why')} maxLength={300} />
              <Checkbox name="force" label="Train it anew in any case" hint="Also when there is no drift and little new to learn from." />
            </>
          )}
          onSaved={(updates) => {
            showToast(updates.map(({ sentence }) => sentence).join(' '), { tone: updates.some(({ action }) => action === 'training') ? 'action' : 'neutral' });
            router.refresh();
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
