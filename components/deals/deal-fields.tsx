import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import type { Deal, DealForm, Stage } from '@/lib/deals/schema';
import type { RunningAction } from '@/components/ui/use-action';

export interface DealFieldChoices {
  stages: readonly Stage[];
  owners: readonly { id: string; name: string }[];
  products: readonly { id: string; name: string }[];
  accounts: readonly string[];
  currency: string;
}

export interface DealFieldsProps {
  choices: DealFieldChoices;
  /** The deal to change; absent for a new one, which also has a stage to begin in. */
  deal?: Deal;
  ownId: string;
  /** Whether the owner may be chosen freely. */
  mayAssign: boolean;
  errorOf: RunningAction<never, never>['errorOf'];
}

/** The fields of a deal, each with what is wrong with it. Names are those of the schema. */
export function DealFields({ choices, deal, ownId, mayAssign, errorOf }: DealFieldsProps) {
  const none = { value: '', label: 'None' };
  const named = (items: readonly { id: string; name: string }[]) => items.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextInput className="sm:col-span-2" label="Name" name="name" maxLength={200} defaultValue={deal?.name} error={errorOf('name')} autoComplete="off" placeholder="What is being sold, to whom" />
      <TextInput label="Account" name="account" optional list="account-names" maxLength={200} defaultValue={deal?.account?.name} error={errorOf('account')} autoComplete="off" hint="A new name makes a new account." />
      <datalist id="account-names">
        {choices.accounts.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Select label="Product" name="productId" optional defaultValue={deal?.product?.id ?? ''} options={[none, ...named(choices.products)]} error={errorOf('productId')} />
      <div className="grid grid-cols-[minmax(0,1fr)_5rem] gap-2">
        <TextInput label="Amount" name="amount" optional type="number" min={0} step="any" inputMode="decimal" defaultValue={deal?.amount ?? ''} error={errorOf('amount')} />
        <TextInput label="Currency" name="currency" maxLength={3} defaultValue={deal?.currency ?? choices.currency} error={errorOf('currency')} className="[&_input]:uppercase" autoComplete="off" />
      </div>
      <TextInput label="Expected close" name="expectedCloseAt" optional type="date" defaultValue={deal?.expectedCloseAt?.slice(0, 10) ?? ''} error={errorOf('expectedCloseAt')} />
      {!deal && <Select label="Stage" name="stageId" options={named(choices.stages.filter((stage) => stage.kind === 'open'))} error={errorOf('stageId')} />}
      {mayAssign && <Select label="Owner" name="ownerId" defaultValue={deal ? (deal.owner?.id ?? '') : ownId} options={[...(deal?.owner ? [] : [{ value: '', label: 'Nobody' }]), ...named(choices.owners)]} error={errorOf('ownerId')} />}
      <TextInput label="Lead source" name="leadSource" optional maxLength={120} defaultValue={deal?.leadSource ?? ''} error={errorOf('leadSource')} />
      <TextInput label="Competitor" name="competitor" optional maxLength={120} defaultValue={deal?.competitor ?? ''} error={errorOf('competitor')} />
      <TextInput label="Discount, %" name="discount" optional type="number" min={0} max={100} step="any" inputMode="decimal" defaultValue={deal?.discount == null ? '' : Math.round(deal.discount * 1000) / 10} error={errorOf('discount')} />
    </div>
  );
}

/** The dialog gives the focus to the name when it opens: React's own autoFocus comes before there is a dialog. */
export const focusFirst = (form: HTMLFormElement | null): void => form?.querySelector('[name="name"]')?.setAttribute('autofocus', '');

/** What the fields hold, as the schema wants it. A field that is not shown is absent. */
export function readDealFields(data: FormData): DealForm {
  const text = (name: string) => (data.has(name) ? String(data.get(name)).trim() || null : undefined);
  const number = (name: string) => {
    const value = text(name);
    return value == null ? value : Number(value);
  };
  const discount = number('discount');
  return {
    name: text('name') ?? '',
    account: text('account'), productId: text('productId'), ownerId: text('ownerId'), stageId: text('stageId') ?? undefined,
    amount: number('amount'), currency: text('currency')?.toUpperCase() ?? undefined, expectedCloseAt: text('expectedCloseAt'),
    leadSource: text('leadSource'), competitor: text('competitor'), discount: discount == null ? discount : discount / 100,
  };
}

/** What `now` says otherwise than `before`: only that is sent, so that what nobody touched stays as it is (its "simulated" mark included). */
export function changedFields(before: DealForm, now: DealForm): Partial<DealForm> {
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== undefined && value !== before[name as keyof DealForm]));
}
