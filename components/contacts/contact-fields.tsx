import { textField, type ErrorOf } from '@/components/ui/form-dialog';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { buyingRole, type Contact, type ContactForm } from '@/lib/contacts/schema';
import { ROLE_WORDS } from './contact-words';

export interface ContactFieldsProps {
  contact: Contact | null;
  /** For a new contact: where they work. */
  accountName: string | null;
  /** Names of accounts to suggest. */
  accounts: readonly string[];
  errorOf: ErrorOf;
}

/** The fields of a contact, each with what is wrong with it. Names are those of the schema. */
export function ContactFields({ contact, accountName, accounts, errorOf }: ContactFieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextInput label="Name" name="name" maxLength={200} defaultValue={contact?.name} error={errorOf('name')} autoComplete="off" />
      <TextInput label="Title" name="jobTitle" optional maxLength={200} defaultValue={contact?.jobTitle ?? ''} error={errorOf('jobTitle')} autoComplete="off" />
      <TextInput label="Account" name="account" optional list="account-names" maxLength={200} defaultValue={contact ? (contact.account?.name ?? '') : (accountName ?? '')} error={errorOf('account')} autoComplete="off" hint="A new name makes a new account." />
      <datalist id="account-names">
        {accounts.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Select label="Role in buying" name="buyingRole" defaultValue={contact?.buyingRole ?? 'unknown'} options={buyingRole.options.map((value) => ({ value, label: ROLE_WORDS[value] }))} error={errorOf('buyingRole')} hint="Who decides and who helps is part of the score." />
      <TextInput label="E-mail" name="email" optional type="email" maxLength={320} defaultValue={contact?.email ?? ''} error={errorOf('email')} autoComplete="off" />
      <TextInput label="Phone" name="phone" optional type="tel" maxLength={60} defaultValue={contact?.phone ?? ''} error={errorOf('phone')} autoComplete="off" />
    </div>
  );
}

/** What the fields hold, as the schema wants it. */
export const readContactFields = (data: FormData): ContactForm => ({
  name: textField(data, 'name') ?? '', jobTitle: textField(data, 'jobTitle'), account: textField(data, 'account'), email: textField(data, 'email'), phone: textField(data, 'phone'),
  buyingRole: buyingRole.catch('unknown').parse(data.get('buyingRole')),
});

/** What the fields held when they appeared. */
export const shownContact = ({ name, jobTitle, account, email, phone, buyingRole: role }: Contact): ContactForm => ({ name, jobTitle, account: account?.name ?? null, email, phone, buyingRole: role });
