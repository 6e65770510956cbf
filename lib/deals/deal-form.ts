/** What the form of a deal offers, and a deal made from what a person typed into it: the account by its name. */
import { accountNamed } from '@/lib/accounts/create-account';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { createDeal } from './create-deal';
import { dealChoices, type DealChoices } from './list-deals';
import type { Deal, DealForm, DealFormPatch } from './schema';
import { listAccountNames, workspaceCurrency } from './store';
import { updateDeal } from './update-deal';

export type DealFormChoices = DealChoices & { accounts: string[]; currency: string };

/** Account names are suggestions: the first 500 by name. */
export const dealFormChoices = (scope: Scope): Promise<DealFormChoices> => transaction(scope, async () => ({
  ...(await dealChoices(scope)), accounts: await listAccountNames(scope, 500), currency: await workspaceCurrency(scope),
}));

/** Makes the deal; an account of that name is taken, or made when there is none. */
export const createDealFromForm = (scope: Scope, { account, ...fields }: DealForm): Promise<Deal> => transaction(scope, async () =>
  createDeal(scope, { ...fields, accountId: account ? await accountNamed(scope, account) : null }));

/** Changes what the patch holds. */
export const updateDealFromForm = (scope: Scope, id: string, { account, ...fields }: DealFormPatch): Promise<Deal> => transaction(scope, async () =>
  updateDeal(scope, id, { ...fields, ...(account === undefined ? {} : { accountId: account && (await accountNamed(scope, account)) }) }));
