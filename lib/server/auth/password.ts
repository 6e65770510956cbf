/** Passwords are kept as argon2id (OWASP's parameters: 19 MiB, two passes). */
import { hash, verify } from '@node-rs/argon2';

const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Verified against when there is no such user, so that both answers take the same time. */
let decoy: Promise<string> | undefined;

export const hashPassword = (password: string): Promise<string> => hash(password, OPTIONS);

export async function passwordMatches(password: string, stored: string | null): Promise<boolean> {
  decoy ??= hashPassword('no such user');
  const ok = await verify(stored ?? (await decoy), password).catch(() => false);
  return ok && stored !== null;
}
