/**
 * Calls to our own /api/inngest. node:http rather than fetch: a step may work for hours, and fetch gives up on an answer after
 * five minutes.
 */
import { Agent, request, type IncomingMessage } from 'node:http';
import { callBody, callQuery, readAnswer, type Answer, type CallInput } from './protocol';
import { canonicalBody, signature } from './signature';

/** A step's result larger than this is a mistake: rows carry the truth, results carry ids. */
const MAX_ANSWER = 8 * 1024 * 1024;

export type Caller = {
  call(input: CallInput): Promise<Answer>;
  /** The functions as the SDK registers them. Throws when the route does not answer. */
  registration(): Promise<unknown>;
  /** Has the route register its functions with the Inngest server that is configured. Throws when that fails. */
  registerWithServer(): Promise<void>;
  close(): void;
};

/** `url`: where the route is (http://127.0.0.1:3000/api/inngest). */
export function httpCaller(url: URL, signingKey: () => string): Caller {
  const agent = new Agent({ keepAlive: true });
  const send = (method: 'POST' | 'PUT', query: string, text: string, headers: Record<string, string>) => new Promise<{ status: number; headers: IncomingMessage['headers']; text: string }>((resolve, reject) => {
    const outgoing = request({
      agent, method, hostname: url.hostname, port: url.port, path: `${url.pathname}${query && `?${query}`}`,
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), 'x-inngest-signature': signature(text, signingKey(), new Date()), 'x-inngest-server-kind': 'cloud', ...headers },
    }, (incoming) => {
      const parts: Buffer[] = [];
      let size = 0;
      incoming.on('data', (part: Buffer) => {
        parts.push(part);
        if ((size += part.length) > MAX_ANSWER) incoming.destroy(new Error('the answer is larger than 8 MB'));
      });
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text: Buffer.concat(parts).toString('utf8') }));
      incoming.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(text);
  });

  return {
    async call(input) {
      try {
        const { status, headers, text } = await send('POST', callQuery(input), canonicalBody(callBody(input)), { 'x-run-id': input.runId, 'x-inngest-req-version': '2' });
        return readAnswer(status, (name) => one(headers[name]), text);
      } catch (error) {
        return { kind: 'unreached', reason: error instanceof Error ? error.message : 'no connection' };
      }
    },
    async registration() {
      const { status, text } = await send('PUT', '', canonicalBody({ url: url.href }), { 'x-inngest-sync-kind': 'in_band' });
      if (status !== 200) throw new Error(`${url.pathname} answered ${status} when asked for its functions.`);
      return JSON.parse(text) as unknown;
    },
    async registerWithServer() {
      const { status, text } = await send('PUT', '', '', {});
      if (status !== 200) throw new Error(`Registering the functions was answered with ${status}: ${text.slice(0, 200)}`);
    },
    close: () => agent.destroy(),
  };
}

const one = (value: string | string[] | undefined): string | null => (Array.isArray(value) ? value[0] : value) ?? null;
