import { numberField, textField, type ErrorOf } from '@/components/ui/form-dialog';
import { TextInput } from '@/components/ui/text-input';
import type { Account, NewAccount } from '@/lib/accounts/schema';

/** The fields of an account, each with what is wrong with it. Names are those of the schema. */
export function AccountFields({ account, currency, errorOf }: { account: Account | null; currency: string; errorOf: ErrorOf }) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextInput className="sm:col-span-2" label="Name" name="name" maxLength={200} defaultValue={account?.name} error={errorOf('name')} autoComplete="off" />
      <TextInput label="Industry" name="industry" optional maxLength={120} defaultValue={account?.industry ?? ''} error={errorOf('industry')} />
      <TextInput label="Country" name="country" optional maxLength={120} defaultValue={account?.country ?? ''} error={errorOf('country')} autoComplete="off" />
      <TextInput label="Website" name="website" optional maxLength={300} inputMode="url" defaultValue={account?.website ?? ''} error={errorOf('website')} autoComplete="off" placeholder="acme.com" />
      <TextInput label="Employees" name="employees" optional type="number" min={0} step={1} inputMode="numeric" defaultValue={account?.employees ?? ''} error={errorOf('employees')} />
      <div className="grid grid-cols-[minmax(0,1fr)_5rem] gap-2">
        <TextInput label="Revenue" name="revenue" optional hint="A year." type="number" min={0} step="any" inputMode="decimal" defaultValue={account?.revenue ?? ''} error={errorOf('revenue')} />
        <TextInput label="Currency" name="currency" maxLength={3} defaultValue={account?.currency ?? currency} error={errorOf('currency')} className="[&_input]:uppercase" autoComplete="off" />
      </div>
      <TextInput label="Founded" name="foundedYear" optional type="number" min={1000} max={2100} step={1} inputMode="numeric" defaultValue={account?.foundedYear ?? ''} error={errorOf('foundedYear')} />
      <TextInput className="sm:col-span-2" label="Part of" name="parentName" optional maxLength={200} defaultValue={account?.parentName ?? ''} error={errorOf('parentName')} autoComplete="off" hint="The company that owns it." />
    </div>
  );
}

/** What the fields hold, as the schema wants it. */
export const readAccountFields = (data: FormData): NewAccount => ({
  name: textField(data, 'name') ?? '', industry: textField(data, 'industry'), country: textField(data, 'country'), website: textField(data, 'website'),
  employees: numberField(data, 'employees'), revenue: numberField(data, 'revenue'), currency: textField(data, 'currency')?.toUpperCase(),
  foundedYear: numberField(data, 'foundedYear'), parentName: textField(data, 'parentName'),
});

/** What the fields held when they appeared. */
export const shownAccount = (account: Account, currency: string): NewAccount => ({
  name: account.name, industry: account.industry, country: account.country, website: account.website, employees: account.employees, revenue: account.revenue,
  currency: account.currency ?? currency, foundedYear: account.foundedYear, parentName: account.parentName,
});
