import { getAccount } from '@/lib/accounts/get-account';
import { account, accountPatch } from '@/lib/accounts/schema';
import { updateAccount } from '@/lib/accounts/update-account';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'Get an account', permission: 'account.read', params: idParams, output: account,
  run: (scope, { params }) => getAccount(scope, params.id),
});

export const PATCH = route({
  summary: 'Change an account', permission: 'account.write', params: idParams, body: accountPatch, output: account,
  run: (scope, { params, body }) => updateAccount(scope, params.id, body),
});
