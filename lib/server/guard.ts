/**
 * The one guard behind every action, route and tool: permission (required, no default) -> rate limit -> input -> run. What is
 * wrong counts like what is right, before anything of it is read: a flood of nonsense is a flood.
 * Who calls was settled before (access.ts); changes audit themselves in the use case that makes them.
 */
import type { z } from 'zod';
import { AppError, forbidden, invalid, type FieldProblem } from './errors';
import { allows, leastRole, type Permission } from './permissions';
import { countRequest, type Cost } from './rate-limit';
import type { Scope } from './scope';

/** Set on everything that went through the guard; a test lists all entries and fails on one without it. */
export const GUARDED = Symbol.for('winloop.guarded');

export const problemsOf = (error: z.ZodError): FieldProblem[] =>
  error.issues.slice(0, 50).map((issue) => ({ path: issue.path.join('.'), message: issue.message }));

/** NUL and half a character (a lone surrogate) are in no text that a person writes, and no database takes them. Walks what a schema let through. */
export function mustBeText(value: unknown, path: readonly string[] = []): void {
  if (typeof value === 'string') {
    if (!value.includes('\0') && value.isWellFormed()) return;
    const at = path.join('.');
    throw invalid(`${at ? `${at}: ` : ''}There is a character in it that is no text.`, [{ path: at, message: 'Remove what is not text' }]);
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    mustBeText(key, path);
    mustBeText(child, [...path, key]);
  }
}

/** Parses with a message that names the first problem. */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) {
    mustBeText(parsed.data);
    return parsed.data;
  }
  const fields = problemsOf(parsed.error);
  const first = fields[0];
  throw invalid(first ? `${first.path ? `${first.path}: ` : ''}${first.message}` : 'The input is not right.', fields);
}

export function mustAllow(scope: Scope, permission: Permission): void {
  if (!allows(scope.role, permission)) throw forbidden(`This needs the role ${leastRole(permission)}; yours is ${scope.role}.`);
}

export async function guard<S extends z.ZodType, R>(
  scope: Scope,
  entry: { name: string; permission: Permission; cost?: Cost; input: S },
  /** Reads the input: once it is known that it may be sent. */
  read: () => Promise<unknown>,
  run: (input: z.output<S>) => Promise<R>,
): Promise<R> {
  mustAllow(scope, entry.permission);
  await countRequest(scope, entry.name, entry.cost ?? 'normal');
  return run(parseInput(entry.input, await read()));
}

/** What the outside is told of an error: ours as they are, anything else in general words. */
export const publicError = (error: unknown): AppError | null => {
  if (error instanceof AppError) return error;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  if (code === 'P2024' || code === 'P2028' || code === 'P1001' || code === 'P1017' || code === 'ECONNREFUSED') {
    return new AppError('unavailable', 'The database did not answer. Nothing was changed; try again in a moment.', { retryAfter: 5 });
  }
  return null;
};
