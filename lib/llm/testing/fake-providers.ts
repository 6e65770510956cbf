/**
 * A local server that speaks Anthropic's Messages API and OpenAI's Responses and Embeddings APIs to the real SDKs, and
 * misbehaves on demand. Loopback only. Keeps every request, so that tests can see what was sent and where the key went.
 *
 *   npx tsx lib/llm/testing/fake-providers.ts --port 9100 --mode ok
 *
 * Point ANTHROPIC_BASE_URL at http://127.0.0.1:9100/anthropic and OPENAI_BASE_URL at http://127.0.0.1:9100/openai/v1.
 * While it runs: POST /control {"provider":"anthropic","modes":["529","ok"],"otherwise":"ok"}, GET /requests.
 */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { inventAnswer } from '@/lib/llm/testing/invent-answer';
import { anthropicAnswer, embeddingsAnswer, errorAnswer, openaiAnswer, promptOf, requestProblem, schemaOf, type Body, type Wire } from '@/lib/llm/testing/wire-shapes';

export type FakeProvider = 'anthropic' | 'openai';

export const fakeModes = [
  'ok', 'abstain', 'malformed', 'off_schema', 'truncated', 'refusal', '429', '500', '529', 'bad_auth', 'quota', 'bad_request',
  'hang', 'stall', 'slow', 'reset', 'html', 'redirect',
] as const;
type ModeName = (typeof fakeModes)[number];
/** `429:2` asks to wait 2 s; `slow:300` answers after 300 ms; `{ json }` answers exactly that. */
export type FakeMode = ModeName | `429:${number}` | `slow:${number}` | { json: unknown };

export type FakeRequest = { provider: FakeProvider; path: string; headers: IncomingHttpHeaders; body: Body };

export type FakeProviders = {
  url: string;
  anthropicURL: string;
  openaiURL: string;
  requests: FakeRequest[];
  /** How the next requests to a provider are answered, one by one; when used up, `otherwise` (at first: ok). */
  script(provider: FakeProvider, modes: readonly FakeMode[], otherwise?: FakeMode): void;
  close(): Promise<void>;
};

export type FakeOptions = {
  port?: number;
  mode?: FakeMode;
  /** Answers instead of the generator; undefined: the generator answers. */
  answer?: (request: FakeRequest) => unknown;
  today?: () => Date;
};

/** Whether a word from outside names a mode. */
export function isFakeMode(word: unknown): word is Exclude<FakeMode, object> {
  return typeof word === 'string' && ((fakeModes as readonly string[]).includes(word) || /^(429|slow):\d+(\.\d+)?$/.test(word));
}

/** Starts the server on a free port, or the one given. */
export async function startFakeProviders(options: FakeOptions = {}): Promise<FakeProviders> {
  const requests: FakeRequest[] = [];
  const scripts: Record<FakeProvider, FakeMode[]> = { anthropic: [], openai: [] };
  const otherwise: Record<FakeProvider, FakeMode> = { anthropic: options.mode ?? 'ok', openai: options.mode ?? 'ok' };
  const script: FakeProviders['script'] = (provider, modes, rest) => {
    scripts[provider] = [...modes];
    if (rest) otherwise[provider] = rest;
  };

  const server = createServer((incoming, response) => {
    void serve(incoming, response).catch((error: unknown) => {
      // A defect of the fake must not look like a mode.
      console.error('fake provider:', error);
      response.destroy();
    });
  });

  // Longer than any pause between tests: a connection that is closed just as it is used again would look like a fault.
  server.keepAliveTimeout = 600_000;

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(incoming.url ?? '/', 'http://fake').pathname;
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = (chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : {}) as Body;
    if (path === '/control' || path === '/requests') return control(path, body, response);

    const provider: FakeProvider | null = path === '/anthropic/v1/messages' ? 'anthropic' : /^\/openai\/v1\/(responses|embeddings)$/.test(path) ? 'openai' : null;
    if (!provider) return send(response, { status: 404, headers: {}, body: { error: { type: 'not_found', message: path } } });
    const request: FakeRequest = { provider, path, headers: incoming.headers, body };
    requests.push(request);
    await respond(request, scripts[provider].shift() ?? otherwise[provider], response);
  }

  function control(path: string, body: Body, response: ServerResponse): void {
    // Bodies only: the headers hold keys.
    if (path === '/requests') return send(response, { status: 200, headers: {}, body: { requests: requests.map(({ provider, path: to, body: sent }) => ({ provider, path: to, body: sent })) } });
    const { provider, modes = [], otherwise: rest } = body;
    const valid = (provider === 'anthropic' || provider === 'openai') && Array.isArray(modes) && modes.every(isFakeMode) && (rest === undefined || isFakeMode(rest));
    if (!valid) return send(response, { status: 400, headers: {}, body: { error: 'provider, modes, otherwise', modes: [...fakeModes] } });
    script(provider, modes, rest);
    send(response, { status: 200, headers: {}, body: { ok: true } });
  }

  async function respond(request: FakeRequest, mode: FakeMode, response: ServerResponse): Promise<void> {
    const { provider, body } = request;
    const key = String(request.headers['x-api-key'] ?? request.headers.authorization?.replace(/^Bearer /, '') ?? '');
    const fail = (status: number, type: string, headers = {}) => send(response, errorAnswer(provider, status, type, `${type} for key ${key}: ${promptOf(body)}`, headers));
    const [name, amount] = typeof mode === 'string' ? (mode.split(':') as [ModeName, string?]) : (['ok', undefined] as const);
    if (!key) return fail(401, 'authentication_error');
    switch (name) {
      case 'hang': return;
      case 'reset': return void response.destroy();
      case 'stall': response.writeHead(200, { 'content-type': 'application/json' }).write('{"id":'); return;
      case 'html': return void response.writeHead(200, { 'content-type': 'application/json' }).end('<html>bad gateway</html>');
      case 'redirect': return void response.writeHead(307, { location: request.path }).end();
      case 'bad_auth': return fail(401, provider === 'anthropic' ? 'authentication_error' : 'invalid_api_key');
      case 'quota': return provider === 'anthropic' ? fail(402, 'billing_error') : fail(429, 'insufficient_quota');
      case 'bad_request': return fail(400, 'invalid_request_error');
      case '429': return fail(429, provider === 'anthropic' ? 'rate_limit_error' : 'rate_limit_exceeded', amount === undefined ? {} : { 'retry-after': amount });
      case '500': return fail(500, provider === 'anthropic' ? 'api_error' : 'server_error');
      case '529': return fail(provider === 'anthropic' ? 529 : 503, 'overloaded_error');
      case 'slow': await new Promise((resolve) => setTimeout(resolve, Number(amount ?? 1000))); break;
    }
    if (request.path.endsWith('/embeddings')) return send(response, embeddingsAnswer(body));
    const problem = requestProblem(provider, body);
    if (problem) return send(response, errorAnswer(provider, 400, 'invalid_request_error', problem));
    const answer = () => options.answer?.(request) ?? inventAnswer(schemaOf(body) ?? {}, { prompt: promptOf(body), today: options.today?.() ?? new Date() });
    const text = typeof mode === 'object' ? JSON.stringify(mode.json)
      : name === 'abstain' ? JSON.stringify({ answer: null, abstention: 'there is too little to go on' })
        : name === 'off_schema' ? JSON.stringify({ answer: { unexpected: true }, abstention: null })
          : JSON.stringify(answer());
    const cut = name === 'malformed' || name === 'truncated' ? text.slice(0, Math.ceil(text.length / 2)) : text;
    const finish = name === 'truncated' ? 'truncated' : name === 'refusal' ? 'refusal' : 'end';
    send(response, provider === 'anthropic' ? anthropicAnswer(body, cut, finish) : openaiAnswer(body, cut, finish));
  }

  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url, anthropicURL: `${url}/anthropic`, openaiURL: `${url}/openai/v1`, requests, script,
    close: () => new Promise((resolve, reject) => {
      server.closeAllConnections();
      server.close((error) => (error ? reject(error) : resolve()));
    }),
  };
}

function send(response: ServerResponse, wire: Wire): void {
  response.writeHead(wire.status, { 'content-type': 'application/json', ...wire.headers }).end(JSON.stringify(wire.body));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '9100' }, mode: { type: 'string', default: 'ok' } } });
  const modes = values.mode.split(',');
  if (!modes.every(isFakeMode)) throw new RangeError(`--mode takes one or more of: ${fakeModes.join(', ')}, 429:SECONDS, slow:MS`);
  const fake = await startFakeProviders({ port: Number(values.port), mode: modes.at(-1) });
  for (const provider of ['anthropic', 'openai'] as const) fake.script(provider, modes);
  console.log(`ANTHROPIC_BASE_URL=${fake.anthropicURL}\nOPENAI_BASE_URL=${fake.openaiURL}`);
}
