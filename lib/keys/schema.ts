/** API keys: what is asked for, what is shown. The key itself is shown once and stored as a hash. */
import { z } from 'zod';
import { ROLES } from '@/lib/server/permissions';

export const newKey = z.object({
  name: z.string().trim().min(1, 'Give the key a name').max(80),
  role: z.enum(ROLES, `The role is one of ${ROLES.join(', ')}`),
  expiresInDays: z.number().int().min(1).max(3650).nullable().default(null),
});
export type NewKey = z.infer<typeof newKey>;

export const apiKey = z.object({
  id: z.uuid(),
  name: z.string(),
  /** First characters, to tell keys apart. */
  prefix: z.string(),
  role: z.enum(ROLES),
  createdAt: z.date(),
  expiresAt: z.date().nullable(),
  lastUsedAt: z.date().nullable(),
  revokedAt: z.date().nullable(),
});
export type ApiKey = z.infer<typeof apiKey>;

/** Whether a key opens anything at a moment. */
export const keyState = (key: Pick<ApiKey, 'revokedAt' | 'expiresAt'>, at: Date): 'live' | 'revoked' | 'expired' =>
  key.revokedAt ? 'revoked' : key.expiresAt && key.expiresAt <= at ? 'expired' : 'live';
