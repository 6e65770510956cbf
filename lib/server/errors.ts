/** What can go wrong in a way that the caller can act on. Anything else is a fault of ours: logged, and told as such. */
export type ErrorKind = 'invalid' | 'unauthenticated' | 'forbidden' | 'not_found' | 'conflict' | 'too_large' | 'rate_limited' | 'unavailable';

const STATUS: Record<ErrorKind, number> = {
  invalid: 400, unauthenticated: 401, forbidden: 403, not_found: 404, conflict: 409, too_large: 413, rate_limited: 429, unavailable: 503,
};

export type FieldProblem = { path: string; message: string };

export class AppError extends Error {
  constructor(
    readonly kind: ErrorKind,
    /** A sentence for the person: what is wrong and what to do. */
    message: string,
    readonly details: { fields?: FieldProblem[]; retryAfter?: number } = {},
  ) {
    super(message);
    this.name = 'AppError';
  }

  get status(): number {
    return STATUS[this.kind];
  }
}

export const invalid = (message: string, fields?: FieldProblem[]) => new AppError('invalid', message, fields ? { fields } : {});
export const notFound = (what: string) => new AppError('not_found', `There is no such ${what} here, or you may not see it.`);
export const forbidden = (message: string) => new AppError('forbidden', message);
export const conflict = (message: string) => new AppError('conflict', message);

/** Prisma's code of an error (P2002 unique, P2025 gone, P2034 deadlock), or null. */
export const databaseCode = (error: unknown): string | null =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' && /^P\d{4}$/.test(error.code) ? error.code : null;

/** PostgreSQL's own code of an error (22P02, 40001 …), also where Prisma wraps it, or null. */
export function sqlState(error: unknown): string | null {
  for (let e: unknown = error, depth = 0; typeof e === 'object' && e !== null && depth < 5; depth += 1) {
    const code = [Reflect.get(e, 'originalCode'), Reflect.get(e, 'code')].find((given) => typeof given === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(given) && given !== databaseCode(e));
    if (typeof code === 'string') return code;
    e = Reflect.get(e, 'cause') ?? Reflect.get(e, 'meta') ?? Reflect.get(e, 'driverAdapterError');
  }
  return null;
}

export const isUniqueViolation = (error: unknown): boolean => databaseCode(error) === 'P2002';
