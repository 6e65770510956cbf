import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { readWorkspace } from './store';

export type CurrentWorkspace = Awaited<ReturnType<typeof readWorkspace>>;

/** The workspace of the scope. */
export const currentWorkspace = (scope: Scope): Promise<CurrentWorkspace> => transaction(scope, () => readWorkspace(scope));

export const workspaceName = async (scope: Scope): Promise<string> => (await currentWorkspace(scope)).name;
