'use client';

import { useRouter } from 'next/navigation';
import { useRef } from 'react';
import { changedFields, FormDialog } from '@/components/ui/form-dialog';
import { showToast } from '@/components/ui/toast-queue';
import type { Outcome } from '@/components/ui/use-action';
import type { Account, AccountPatch, NewAccount } from '@/lib/accounts/schema';
import { AccountFields, readAccountFields, shownAccount } from './account-fields';

interface Opened {
  workspace: string;
  /** The workspace's, for what has none yet. */
  currency: string;
  /** The page without the dialog: the address opens and closes it. */
  closeHref: string;
}

/** A new account; it leads to its page. */
export function NewAccountDialog({ workspace, currency, closeHref, create }: Opened & { create: (workspace: string, input: NewAccount) => Promise<Outcome<{ id: string }>> }) {
  const router = useRouter();
  const made = useRef<string | null>(null);
  return (
    <FormDialog
      title="New account"
      workspace={workspace}
      save={create}
      read={readAccountFields}
      submit="Create account"
      pendingText="Creating"
      fields={(errorOf) => <AccountFields account={null} currency={currency} errorOf={errorOf} />}
      onSaved={({ id }) => {
        made.current = id;
        showToast('Account created', { tone: 'opportunity' });
      }}
      onClose={() => router.push(made.current ? `/w/${workspace}/accounts/${made.current}` : closeHref, { scroll: false })}
    />
  );
}

/** Changes an account; only what was changed is sent. */
export function EditAccountDialog({ workspace, account, currency, closeHref, change }: Opened & { account: Account; change: (workspace: string, input: { id: string; patch: AccountPatch }) => Promise<Outcome<{ id: string }>> }) {
  const router = useRouter();
  const before = useRef(shownAccount(account, currency));
  return (
    <FormDialog
      title="Edit account"
      line="Its open deals are scored again when what is known of it changes."
      workspace={workspace}
      save={change}
      read={(data) => {
        const patch = changedFields(before.current, readAccountFields(data));
        return patch && { id: account.id, patch };
      }}
      submit="Save"
      pendingText="Saving"
      fields={(errorOf) => <AccountFields account={account} currency={currency} errorOf={errorOf} />}
      onSaved={() => {
        router.refresh();
        showToast('Saved', { tone: 'opportunity' });
      }}
      onClose={() => router.push(closeHref, { scroll: false })}
    />
  );
}
