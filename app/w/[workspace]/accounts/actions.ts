'use server';

import { z } from 'zod';
import { createAccount as create } from '@/lib/accounts/create-account';
import { accountPatch, newAccount } from '@/lib/accounts/schema';
import { updateAccount } from '@/lib/accounts/update-account';
import { action } from '@/lib/server/action';

export const createAccount = action({
  permission: 'account.write', input: newAccount,
  run: async (scope, input) => ({ id: (await create(scope, input)).id }),
});

export const changeAccount = action({
  permission: 'account.write', input: z.object({ id: z.uuid(), patch: accountPatch }),
  run: async (scope, { id, patch }) => ({ id: (await updateAccount(scope, id, patch)).id }),
});
