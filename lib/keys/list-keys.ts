import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { ApiKey } from './schema';
import { findKeys } from './store';

/** Every key of the workspace, newest first, the revoked ones too: what was given out stays visible. */
export const listKeys = (scope: Scope): Promise<ApiKey[]> => transaction(scope, () => findKeys(scope));
