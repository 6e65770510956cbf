/** Signs as an Inngest server signs its requests: HMAC-SHA256 over the canonical JSON of the body and the time in seconds. */
import { createHmac } from 'node:crypto';
import canonicalize from 'canonicalize';

/** The body as it is sent and signed: both sides agree on one spelling. */
export const canonicalBody = (body: object): string => canonicalize(body) ?? '{}';

/** The value of x-inngest-signature. `body` is canonical already (or empty). */
export function signature(body: string, signingKey: string, now: Date): string {
  const seconds = Math.round(now.getTime() / 1000).toString();
  const key = signingKey.replace(/^signkey-[\w]+-/, '');
  return `t=${seconds}&s=${createHmac('sha256', key).update(body).update(seconds).digest('hex')}`;
}
