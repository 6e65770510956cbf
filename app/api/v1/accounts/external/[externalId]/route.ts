import { z } from 'zod';
import { account, accountPatch } from '@/lib/accounts/schema';
import { upsertAccount } from '@/lib/accounts/upsert-account';
import { route } from '@/lib/server/route';

export const PUT = route({
  summary: 'Create or change an account by your own id', permission: 'account.write',
  params: z.object({ externalId: z.string().trim().min(1).max(200) }), body: accountPatch, output: account,
  run: (scope, { params, body }) => upsertAccount(scope, params.externalId, body),
});
