/**
 * REST entries are made here: `export const GET = route({ summary, permission, params, query, body, output, run })`. An API key
 * (Authorization: Bearer) says workspace and role; a page's own fetch comes with the cookie, the header x-winloop-workspace and
 * an Origin that is ours. Errors are problem+json. Idempotency-Key: the answer is stored with the effect, in one transaction.
 */
import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { keyAccess, memberAccess } from './access';
import { AppError, invalid } from './errors';
import { guard, GUARDED, publicError } from './guard';
import { answerOnce } from './idempotency';
import { log, safeError } from './log';
import type { Permission } from './permissions';
import type { Cost } from './rate-limit';
import type { Scope } from './scope';

const EMPTY = z.object({});
const MAX_BODY = 10 * 1024 * 1024;

export type RouteSpec<P extends z.ZodType = z.ZodType, Q extends z.ZodType = z.ZodType, B extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = {
  summary: string;
  permission: Permission;
  cost?: Cost;
  params?: P;
  query?: Q;
  /** JSON body. Absent: none is read (a `run` that streams reads the request itself). */
  body?: B;
  /** Media types of a body that `run` streams itself. */
  consumes?: readonly string[];
  output: O;
  /** Media type of a body that `run` streams as a Response of its own; `output` is then not looked at. */
  produces?: string;
  /** 200 unless said. */
  status?: number | ((output: z.output<O>) => number);
  /** The run takes long or streams, so it must not happen inside one transaction: Idempotency-Key is not offered. */
  long?: boolean;
  run: (scope: Scope, input: { params: z.output<P>; query: z.output<Q>; body: z.output<B> }, request: Request) => Promise<z.input<O> | Response>;
};

export type Handler = ((request: Request, context: { params: Promise<Record<string, string> | undefined> }) => Promise<Response>) & { [GUARDED]?: Permission; spec?: RouteSpec };

export function problem(error: AppError, requestId: string): Response {
  const { retryAfter, fields } = error.details;
  return Response.json(
    { type: `urn:winloop:${error.kind}`, title: error.message, status: error.status, instance: `urn:request:${requestId}`, ...(fields ? { errors: fields } : {}) },
    { status: error.status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...(retryAfter ? { 'retry-after': String(retryAfter) } : {}) } },
  );
}

/** Refuses a cookie-carrying request from another site: browsers send Origin (or Sec-Fetch-Site) with it. */
function mustBeOurOrigin(request: Request): void {
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  const foreign = origin !== null ? !URL.canParse(origin) || new URL(origin).host !== request.headers.get('host') : request.method !== 'GET';
  if (foreign || (site !== null && site !== 'same-origin' && site !== 'none')) throw new AppError('forbidden', 'This request did not come from our own pages.');
}

async function scopeOf(request: Request, requestId: string): Promise<Scope> {
  const authorization = request.headers.get('authorization');
  if (authorization) return keyAccess(authorization, requestId);
  const slug = request.headers.get('x-winloop-workspace') ?? new URL(request.url).searchParams.get('workspace');
  if (!slug) throw new AppError('unauthenticated', 'Send an API key as "Authorization: Bearer wl_…".');
  mustBeOurOrigin(request);
  return (await memberAccess(slug, requestId)).scope;
}

async function readJson(request: Request): Promise<unknown> {
  const text = await readText(request, MAX_BODY);
  if (!text.trim()) return {};
  if (depthOf(text) > 64) throw invalid('The JSON is nested too deeply (64 levels at most).');
  try {
    return JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value));
  } catch {
    throw invalid('The body is not valid JSON.');
  }
}

export async function readText(request: Request, limit: number): Promise<string> {
  const tooLarge = () => new AppError('too_large', `The body is larger than ${Math.round(limit / 1024 / 1024)} MB.`);
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge();
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (request.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    size += part.byteLength;
    if (size > limit) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Deepest nesting of brackets outside strings, found without recursion. */
function depthOf(json: string): number {
  let depth = 0, deepest = 0, inString = false;
  for (let i = 0; i < json.length; i++) {
    const c = json.charCodeAt(i);
    if (inString) {
      if (c === 92) i++;
      else if (c === 34) inString = false;
    } else if (c === 34) inString = true;
    else if (c === 123 || c === 91) deepest = Math.max(deepest, ++depth);
    else if (c === 125 || c === 93) depth--;
  }
  return deepest;
}

export function route<P extends z.ZodType = typeof EMPTY, Q extends z.ZodType = typeof EMPTY, B extends z.ZodType = typeof EMPTY, O extends z.ZodType = z.ZodType>(
  spec: RouteSpec<P, Q, B, O>,
): Handler {
  const input = z.object({ params: spec.params ?? EMPTY, query: spec.query ?? EMPTY, body: spec.body ?? EMPTY });
  const handle: Handler = async (request, context) => {
    const requestId = uuidv7();
    try {
      const scope = await scopeOf(request, requestId);
      const { searchParams, pathname } = new URL(request.url);
      searchParams.delete('workspace');
      let raw: unknown;
      const read = async () => (raw = { params: (await context.params) ?? {}, query: Object.fromEntries(searchParams), body: spec.body ? await readJson(request) : {} });
      const name = `${request.method} ${spec.summary}`;
      const answer = await guard(scope, { name, permission: spec.permission, ...(spec.cost ? { cost: spec.cost } : {}), input }, read, async (parsed) => {
        const run = async () => {
          const result = await spec.run(scope, parsed as Parameters<typeof spec.run>[1], request);
          return result instanceof Response ? result : (spec.output.parse(result) as z.output<O>);
        };
        const key = request.headers.get('idempotency-key');
        if (!key || spec.long || request.method === 'GET') return run();
        const hash = createHash('sha256').update(JSON.stringify([request.method, pathname, raw])).digest('hex');
        return answerOnce(scope, key, hash, run);
      });
      if (answer instanceof Response) return answer;
      const status = typeof spec.status === 'function' ? spec.status(answer) : (spec.status ?? 200);
      return Response.json(answer, { status, headers: { 'cache-control': 'no-store', 'x-request-id': requestId } });
    } catch (error) {
      const known = publicError(error);
      if (known) return problem(known, requestId);
      log.error({ requestId, route: spec.summary, error: safeError(error) }, 'route failed');
      return Response.json({ type: 'urn:winloop:internal', title: `Something went wrong on our side. Reference ${requestId}.`, status: 500 },
        { status: 500, headers: { 'content-type': 'application/problem+json' } });
    }
  };
  handle[GUARDED] = spec.permission;
  handle.spec = spec as unknown as RouteSpec;
  return handle;
}
