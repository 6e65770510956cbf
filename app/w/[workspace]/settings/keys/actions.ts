'use server';

import { z } from 'zod';
import { createKey } from '@/lib/keys/create-key';
import { revokeKey } from '@/lib/keys/revoke-key';
import { newKey } from '@/lib/keys/schema';
import { action } from '@/lib/server/action';

export const create = action({ permission: 'key.manage', input: newKey, run: async (scope, input) => ({ token: (await createKey(scope, input)).token }) });
export const revoke = action({ permission: 'key.manage', input: z.object({ id: z.uuid() }), run: (scope, { id }) => revokeKey(scope, id) });
