/** E-mail and password to a user: throttled by e-mail and by address, the same answer and time whoever is unknown. */
import { createHash } from 'node:crypto';
import { AppError } from '../errors';
import { beginSignIn, findUserByEmail, forgiveSignIn } from '../doors/auth';
import { log } from '../log';
import { passwordMatches } from './password';

const WINDOW = 15 * 60_000;
const TRIES = { byEmail: 10, byAddress: 50 } as const;

export type Credentials = { email: string; password: string };

/** The user, or null when the pair is wrong. Throws AppError rate_limited after too many failures. */
export async function checkCredentials({ email, password }: Credentials, address: string): Promise<{ id: string; email: string; name: string } | null> {
  const emailHash = createHash('sha256').update(email.trim().toLowerCase()).digest('hex');
  const tried = await beginSignIn(emailHash, address, new Date(Date.now() - WINDOW));
  if (tried.byEmail > TRIES.byEmail || tried.byAddress > TRIES.byAddress) {
    await forgiveSignIn(tried.id, null);
    log.warn({ emailHash, address }, 'sign-in throttled');
    throw new AppError('rate_limited', 'Too many tries. Wait 15 minutes, or reset your password.', { retryAfter: 900 });
  }
  const user = await findUserByEmail(email.trim());
  const ok = (await passwordMatches(password, user?.passwordHash ?? null)) && user !== null && user.disabledAt === null;
  if (ok) await forgiveSignIn(tried.id, { emailHash, address });
  else log.info({ emailHash, address }, 'sign-in failed');
  return ok ? { id: user.id, email: user.email, name: user.name } : null;
}
