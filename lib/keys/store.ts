/** API keys of one workspace. The hash goes in and never comes out: look-up by hash is the sign-in door's (doors/auth.ts). */
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { ApiKey, NewKey } from './schema';

const SHOWN = { id: true, name: true, prefix: true, role: true, createdAt: true, expiresAt: true, lastUsedAt: true, revokedAt: true } as const;

export const insertKey = (scope: Scope, key: Pick<NewKey, 'name' | 'role'> & { prefix: string; hash: string; expiresAt: Date | null }): Promise<ApiKey> =>
  db(scope).apiKey.create({
    data: { workspaceId: scope.workspaceId, createdById: scope.principal.kind === 'member' ? scope.principal.id : null, ...key },
    select: SHOWN,
  });

/** Newest first. */
export const findKeys = (scope: Scope): Promise<ApiKey[]> => db(scope).apiKey.findMany({ select: SHOWN, orderBy: { id: 'desc' } });

export const findKey = (scope: Scope, id: string): Promise<ApiKey | null> => db(scope).apiKey.findUnique({ where: { id }, select: SHOWN });

/** The live keys that this member made. */
export const findLiveKeysOf = (scope: Scope, memberId: string): Promise<ApiKey[]> =>
  db(scope).apiKey.findMany({ where: { createdById: memberId, revokedAt: null }, select: SHOWN, orderBy: { id: 'asc' } });

/** False when it was revoked already. */
export const endKey = async (scope: Scope, id: string, at: Date): Promise<boolean> =>
  (await db(scope).apiKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: at } })).count === 1;
