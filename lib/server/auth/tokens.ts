/** Random tokens for links and keys. Only their SHA-256 is stored: they carry 256 bits, so a slow hash adds nothing. */
import { createHash, randomBytes } from 'node:crypto';

export const newToken = (prefix = ''): string => prefix + randomBytes(32).toString('base64url');
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');
