'use client';

import { ChevronDown, Hand } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Button } from '@/components/ui/button';
import { Menu } from '@/components/ui/menu';
import { showToast } from '@/components/ui/toast-queue';
import { useAction, type Outcome } from '@/components/ui/use-action';
import type { Lead, OwnerChange } from '@/lib/leads/schema';
import type { ChangedLead } from './change-state';

export interface LeadOwnerProps {
  workspace: string;
  lead: Pick<Lead, 'id' | 'name' | 'owner' | 'version'>;
  ownId: string;
  /** Whom it may be given to; empty for those who may not. */
  owners: readonly { id: string; name: string }[];
  assign: (workspace: string, input: OwnerChange & { id: string }) => Promise<Outcome<ChangedLead>>;
}

/** Takes a lead that nobody has with one click; managers give it to anybody. Both can be undone. */
export function LeadOwner({ workspace, lead, ownId, owners, assign }: LeadOwnerProps) {
  const router = useRouter();
  const action = useAction(assign, workspace);
  const give = async (ownerId: string | null, words: string, version: number, undo: boolean) => {
    const result = await action.run({ id: lead.id, ownerId, version });
    if (!result) return;
    router.refresh();
    showToast(words, { tone: 'opportunity', ...(undo ? { undo: () => void give(lead.owner?.id ?? null, `${lead.name} has the owner it had`, result.version, false) } : {}) });
  };
  return (
    <>
      {lead.owner === null && (
        <Button size="sm" className="h-7.5" disabled={action.pending} onClick={() => void give(ownId, `${lead.name} is yours`, lead.version, true)}>
          <Hand aria-hidden />
          Take it
        </Button>
      )}
      {owners.length > 0 && (
        <Menu
          size="sm" className="h-7.5" label="Give the lead to somebody" trigger={<>Owner <ChevronDown size={14} aria-hidden /></>}
          groups={[{ key: 'owners', entries: [...owners.map(({ id, name }) => ({ key: id, label: name, checked: lead.owner?.id === id, onSelect: () => void give(id, `${lead.name} is ${name}'s`, lead.version, true) })), { key: 'nobody', label: 'Nobody', checked: lead.owner === null, onSelect: () => void give(null, `${lead.name} is free to be taken`, lead.version, true) }] }]}
        />
      )}
      {action.problem && <p role="alert" className="text-dense text-risk">{action.problem}</p>}
    </>
  );
}
