'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { FormDialog, numberField, textField } from '@/components/ui/form-dialog';
import { TextInput } from '@/components/ui/text-input';
import { showToast } from '@/components/ui/toast-queue';
import type { Lead } from '@/lib/leads/schema';
import type { ConvertAction } from './change-state';
import { workplace } from './lead-words';

interface ConvertLeadProps {
  workspace: string;
  lead: Lead;
  convert: ConvertAction;
  /** Takes it back, given the version that came of it; a deal that was made stays. */
  undo: (version: number) => void;
  onClose: () => void;
}

/** Converts a lead. Whether a deal follows is all that is asked. */
export function ConvertLead({ workspace, lead, convert, undo, onClose }: ConvertLeadProps) {
  const router = useRouter();
  const [makes, setMakes] = useState(true);
  const company = workplace(lead);
  return (
    <FormDialog
      title={`Convert ${lead.name}`}
      workspace={workspace}
      save={convert}
      read={(data) => ({ id: lead.id, version: lead.version, deal: makes ? { name: textField(data, 'name') ?? '', amount: numberField(data, 'amount') } : null })}
      submit="Convert"
      pendingText="Converting"
      fields={(errorOf) => (
        <>
          <Checkbox label="Make a deal of it" checked={makes} onChange={(event) => setMakes(event.target.checked)} />
          {makes && (
            <div className="grid gap-4 sm:grid-cols-[2fr_1fr]">
              <TextInput label="Name of the deal" name="name" maxLength={200} defaultValue={company ?? lead.name} error={errorOf('name')} autoComplete="off" hint={company ? `On the account ${company}${lead.account ? '' : ', which is made if there is none'}, with ${lead.name} on it.` : `With ${lead.name} on it; no account is known.`} />
              <TextInput label="Amount" name="amount" type="number" min={0} step="any" inputMode="decimal" optional error={errorOf('amount')} />
            </div>
          )}
        </>
      )}
      onSaved={({ deal, version }) => {
        router.refresh();
        showToast(deal ? `${lead.name} is converted; the deal ${deal.name} is there. Undo leaves the deal.` : `${lead.name} is converted now`, { tone: 'opportunity', undo: () => undo(version) });
      }}
      onClose={onClose}
    />
  );
}
