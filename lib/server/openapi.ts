/** OpenAPI 3.1 from the routes themselves: their zod shapes are the only description there is. Pure. */
import { z } from 'zod';
import type { Permission } from './permissions';
import { leastRole } from './permissions';
import type { RouteSpec } from './route';

export type DescribedRoute = { path: string; method: string; spec: RouteSpec; permission: Permission };

type Json = Record<string, unknown>;

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' }) as Json;
  return rest;
};

function parameters(schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(properties).map(([name, shape]) => ({ name, in: place, required: place === 'path' || required.includes(name), schema: shape }));
}

const PROBLEM = { $ref: '#/components/responses/Problem' };

function operation({ method, spec, permission }: DescribedRoute): Json {
  const status = typeof spec.status === 'number' ? spec.status : 200;
  const writes = method !== 'GET' && !spec.long;
  return {
    summary: spec.summary,
    description: `Needs the role ${leastRole(permission)} or above.`,
    parameters: [
      ...parameters(spec.params, 'path'), ...parameters(spec.query, 'query'),
      ...(writes ? [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 200 }, description: 'The same key again gets the first answer, for 30 days; nothing happens twice.' }] : []),
    ],
    ...(spec.body ? { requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(spec.body, 'input') } } } } : {}),
    ...(spec.consumes ? { requestBody: { required: true, content: Object.fromEntries(spec.consumes.map((type) => [type, { schema: { type: 'string', format: 'binary' } }])) } } : {}),
    responses: {
      [status]: { description: 'Done', content: spec.produces ? { [spec.produces]: { schema: { type: 'string' } } } : { 'application/json': { schema: jsonSchema(spec.output, 'output') } } },
      400: PROBLEM, 401: PROBLEM, 403: PROBLEM, 404: PROBLEM, 409: PROBLEM, 429: PROBLEM, 500: PROBLEM,
    },
  };
}

export function openapi(routes: readonly DescribedRoute[], server: string, version: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/\[(\w+)\]/g, '{$1}');
    (paths[path] ??= {})[route.method.toLowerCase()] = operation(route);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Winloop', version, description: 'Deals, imports, insights and feedback of one workspace: the one that the API key belongs to.' },
    servers: [{ url: server }],
    security: [{ apiKey: [] }],
    paths,
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'An API key: wl_…, made under Settings, Keys' } },
      responses: {
        Problem: {
          description: 'What is wrong and what to do (RFC 9457)',
          content: { 'application/problem+json': { schema: {
            type: 'object', required: ['type', 'title', 'status'],
            properties: {
              type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, instance: { type: 'string' },
              errors: { type: 'array', items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } } },
            },
          } } },
        },
      },
    },
  };
}
