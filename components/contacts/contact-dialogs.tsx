'use client';

import { useRouter } from 'next/navigation';
import { useRef } from 'react';
import { changedFields, FormDialog } from '@/components/ui/form-dialog';
import { showToast } from '@/components/ui/toast-queue';
import type { Outcome } from '@/components/ui/use-action';
import type { Contact, ContactForm, ContactUpsert } from '@/lib/contacts/schema';
import { ContactFields, readContactFields, shownContact } from './contact-fields';

interface Opened {
  workspace: string;
  /** Names to suggest. */
  accounts: readonly string[];
  /** The page without the dialog: the address opens and closes it. */
  closeHref: string;
}

/** A new contact; it leads to their page. */
export function NewContactDialog({ workspace, accounts, accountName, closeHref, create }: Opened & { accountName: string | null; create: (workspace: string, input: ContactForm) => Promise<Outcome<{ id: string }>> }) {
  const router = useRouter();
  const made = useRef<string | null>(null);
  return (
    <FormDialog
      title="New contact"
      workspace={workspace}
      save={create}
      read={readContactFields}
      submit="Create contact"
      pendingText="Creating"
      fields={(errorOf) => <ContactFields contact={null} accountName={accountName} accounts={accounts} errorOf={errorOf} />}
      onSaved={({ id }) => {
        made.current = id;
        showToast('Contact created', { tone: 'opportunity' });
      }}
      onClose={() => router.push(made.current ? `/w/${workspace}/contacts/${made.current}` : closeHref, { scroll: false })}
    />
  );
}

/** Changes a contact; only what was changed is sent. */
export function EditContactDialog({ workspace, contact, accounts, closeHref, change }: Opened & { contact: Contact; change: (workspace: string, input: { id: string; patch: ContactUpsert }) => Promise<Outcome<{ id: string }>> }) {
  const router = useRouter();
  const before = useRef(shownContact(contact));
  return (
    <FormDialog
      title="Edit contact"
      workspace={workspace}
      save={change}
      read={(data) => {
        const patch = changedFields(before.current, readContactFields(data));
        return patch && { id: contact.id, patch };
      }}
      submit="Save"
      pendingText="Saving"
      fields={(errorOf) => <ContactFields contact={contact} accountName={null} accounts={accounts} errorOf={errorOf} />}
      onSaved={() => {
        router.refresh();
        showToast('Saved', { tone: 'opportunity' });
      }}
      onClose={() => router.push(closeHref, { scroll: false })}
    />
  );
}
