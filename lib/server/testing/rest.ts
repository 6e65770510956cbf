/** The REST routes as they are built, called as a program would call them: with a Request, a key and what it sends. */
import path from 'node:path';
import { globSync } from 'tinyglobby';
import { expect } from 'vitest';
import { z } from 'zod';
import { createKey } from '@/lib/keys/create-key';
import { asOwner } from '@/lib/server/db/testing/database';
import { GUARDED } from '@/lib/server/guard';
import type { Permission, ROLES } from '@/lib/server/permissions';
import type { Handler, RouteSpec } from '@/lib/server/route';
import type { Scope } from '@/lib/server/scope';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const root = path.resolve(import.meta.dirname, '../../..');

export type Entry = { name: string; method: Method; path: string; handler: Handler; permission: Permission; spec: RouteSpec };

/** Every method of every route under /api/v1 that asks for a permission, found on disk. */
export async function restEntries(): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const file of globSync('app/api/v1/**/route.ts', { cwd: root }).sort()) {
    const module = (await import(path.join(root, file))) as Partial<Record<Method, Handler>>;
    const at = file.replace(/^app\/api\/v1(.*)\/route\.ts$/, '$1');
    for (const method of METHODS) {
      const handler = module[method];
      if (handler?.spec && handler[GUARDED]) entries.push({ name: `${method} ${at}`, method, path: at, handler, permission: handler[GUARDED], spec: handler.spec });
    }
  }
  return entries;
}

export type Call = {
  key?: string | null; params?: Record<string, string>; query?: Record<string, string>;
  /** An object is sent as JSON, anything else as it is. */
  body?: unknown; headers?: Record<string, string>;
};
export type Answer = { status: number; type: string; text: string; headers: Headers; json: <T = Record<string, unknown>>() => T };

/** What an answer must never tell: queries, tables' columns, files, stacks. */
const INSIDES = /\b(select|insert into|update|delete from)\b.*\b(from|set|values|where)\b|prisma|pglite|postgres|sqlstate|node_modules|\.tsx?:\d+|\n\s+at /i;

/** Calls a route. Whatever goes wrong must come as problem+json without our insides: checked here, for every call of every test. */
export async function call({ name, method, path: pattern, handler }: Entry, { key = null, params = {}, query = {}, body, headers = {} }: Call = {}): Promise<Answer> {
  const at = pattern.replace(/\[(\w+)\]/g, (_all, field: string) => encodeURIComponent((params[field] ?? 'missing').toWellFormed()));
  const raw = body === undefined || method === 'GET' ? undefined : typeof body === 'string' || body instanceof ReadableStream || body instanceof FormData ? body : JSON.stringify(body);
  const request = new Request(`http://localhost:3000/api/v1${at}?${new URLSearchParams(query)}`, {
    method,
    headers: { host: 'localhost:3000', ...(typeof raw === 'string' ? { 'content-type': 'application/json' } : {}), ...(key ? { authorization: `Bearer ${key}` } : {}), ...headers },
    ...(raw === undefined ? {} : { body: raw }), ...(raw instanceof ReadableStream ? { duplex: 'half' } : {}),
  } as RequestInit);
  const response = await handler(request, { params: Promise.resolve(Object.keys(params).length > 0 ? params : undefined) });
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  if (response.status >= 400) {
    expect(type, `${name}: ${text}`).toBe('application/problem+json');
    expect(JSON.parse(text), name).toMatchObject({ status: response.status, title: expect.any(String) as string, type: expect.stringMatching(/^urn:winloop:/) as string });
    expect(text, name).not.toMatch(INSIDES);
  }
  return { status: response.status, type, text, headers: response.headers, json: <T>() => JSON.parse(text) as T };
}

export const newKeyFor = async (scope: Scope, role: (typeof ROLES)[number]): Promise<string> => (await createKey(scope, { name: role, role, expiresInDays: null })).token;

/** A digest of every row of every table (keys' last use apart, which reading changes): equal when nothing was written. */
export async function everything(): Promise<Record<string, string>> {
  const tables = await asOwner<{ name: string }>(`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`);
  const parts = tables.map(({ name }) => `select '${name}' as name, count(*) || ':' || md5(coalesce(string_agg(row, '' order by row), '')) as digest
    from (select ${name === 'api_key' ? `(to_jsonb(t) - 'last_used_at')::text` : 't::text'} as row from "${name}" t) rows`);
  return Object.fromEntries((await asOwner<{ name: string; digest: string }>(parts.join(' union all '))).map(({ name, digest }) => [name, digest]));
}

type JsonShape = { properties?: Record<string, { type?: string; format?: string; anyOf?: { type?: string; format?: string }[] }> };
const isOf = (want: { type?: string; format?: string }) => ([, shape]: [string, { type?: string; format?: string; anyOf?: { type?: string; format?: string }[] }]): boolean =>
  [shape, ...(shape.anyOf ?? [])].some((one) => one.type === want.type && (want.format === undefined || one.format === want.format));

/** Names of a route's fields, all and by what they hold: ids of other records, or texts. */
export function fieldsOf(schema: z.ZodType | undefined): { all: string[]; ids: string[]; texts: string[] } {
  if (!schema) return { all: [], ids: [], texts: [] };
  const fields = Object.entries((z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonShape).properties ?? {});
  return { all: fields.map(([name]) => name), ids: fields.filter(isOf({ type: 'string', format: 'uuid' })).map(([name]) => name), texts: fields.filter(isOf({ type: 'string' })).map(([name]) => name) };
}
