'use client';

import { useRouter } from 'next/navigation';
import { useRef } from 'react';
import { FormDialog, textField } from '@/components/ui/form-dialog';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { showToast } from '@/components/ui/toast-queue';
import type { Outcome } from '@/components/ui/use-action';
import type { LeadForm } from '@/lib/leads/schema';

const NOBODY = '';

export interface NewLeadProps {
  workspace: string;
  ownId: string;
  /** Whom it may be given to. */
  owners: readonly { id: string; name: string }[];
  /** Sources to suggest. */
  sources: readonly string[];
  closeHref: string;
  create: (workspace: string, input: LeadForm) => Promise<Outcome<{ id: string }>>;
}

/** A new lead; the address opens and closes the form. It leads to the lead's page. */
export function NewLead({ workspace, ownId, owners, sources, closeHref, create }: NewLeadProps) {
  const router = useRouter();
  const made = useRef<string | null>(null);
  return (
    <FormDialog
      title="New lead"
      workspace={workspace}
      save={create}
      read={(data) => ({
        name: textField(data, 'name') ?? '', email: textField(data, 'email'), phone: textField(data, 'phone'), jobTitle: textField(data, 'jobTitle'),
        company: textField(data, 'company'), source: textField(data, 'source'), ownerId: textField(data, 'ownerId'),
      })}
      submit="Create lead"
      pendingText="Creating"
      fields={(errorOf) => (
        <div className="grid gap-4 sm:grid-cols-2">
          <TextInput label="Name" name="name" maxLength={200} error={errorOf('name')} autoComplete="off" />
          <TextInput label="Company" name="company" optional maxLength={200} error={errorOf('company')} autoComplete="off" />
          <TextInput label="Title" name="jobTitle" optional maxLength={200} error={errorOf('jobTitle')} autoComplete="off" />
          <TextInput label="Source" name="source" optional maxLength={120} list="lead-sources" error={errorOf('source')} autoComplete="off" />
          <datalist id="lead-sources">
            {sources.map((source) => (
              <option key={source} value={source} />
            ))}
          </datalist>
          <TextInput label="E-mail" name="email" optional type="email" maxLength={320} error={errorOf('email')} autoComplete="off" />
          <TextInput label="Phone" name="phone" optional type="tel" maxLength={60} error={errorOf('phone')} autoComplete="off" />
          <Select label="Owner" name="ownerId" defaultValue={ownId} error={errorOf('ownerId')} options={[...owners.map(({ id, name }) => ({ value: id, label: name })), { value: NOBODY, label: 'Nobody yet: whoever takes it' }]} />
        </div>
      )}
      onSaved={({ id }) => {
        made.current = id;
        showToast('Lead created', { tone: 'opportunity' });
      }}
      onClose={() => router.push(made.current ? `/w/${workspace}/leads/${made.current}` : closeHref, { scroll: false })}
    />
  );
}
