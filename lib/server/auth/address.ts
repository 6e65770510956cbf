/**
 * The client's address: of the connection, as scripts/serve.mjs notes it; from the proxy's header only when the installation says
 * that it stands behind one (then the connection is the proxy's, the same for everybody).
 */
import { env } from '../env';

export function clientAddress(headers: { get(name: string): string | null }): string {
  const connection = headers.get('x-winloop-address') || 'direct';
  return env().WINLOOP_TRUST_PROXY ? headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || connection : connection;
}
