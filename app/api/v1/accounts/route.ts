import { createAccount } from '@/lib/accounts/create-account';
import { pageOfAccounts } from '@/lib/accounts/list-accounts';
import { account, accountQuery, newAccount } from '@/lib/accounts/schema';
import { pageOf, pageQuery } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'List accounts, newest first', permission: 'account.read', query: pageQuery.extend(accountQuery.pick({ q: true }).shape), output: pageOf(account),
  run: (scope, { query: { q, limit, cursor } }) => pageOfAccounts(scope, q, cursor ?? null, limit),
});

export const POST = route({
  summary: 'Create an account', permission: 'account.write', body: newAccount, output: account, status: 201,
  run: (scope, { body }) => createAccount(scope, body),
});
